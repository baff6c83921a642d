import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigError, parseConfig, settings } from './config.js';

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('gives every default when the environment says nothing', () => {
    expect(parseConfig({ PATH: '/usr/bin' })).toEqual({
      host: '127.0.0.1',
      httpPort: 4567,
      grpcPort: 4568,
      tlsCert: undefined,
      tlsKey: undefined,
      plaintext: 'on',
      dataDir: '.shardwell',
      redisUrl: undefined,
      durability: 'disk',
      accountId: '000000000000',
      region: 'us-east-1',
      auth: 'off',
      openAccess: 'no',
      accessFile: undefined,
      rootAccessKeyId: undefined,
      rootAccessKeyIdFile: undefined,
      rootSecretAccessKey: undefined,
      rootSecretAccessKeyFile: undefined,
      acceptedHosts: [],
      lenientSignatures: [],
      streamTransitionMs: 0,
      shardQuota: 20_000,
      shardLimits: 'off',
      mailboxMessages: 10_000,
      mailboxBytes: 33_554_432,
      shardIdleMs: 300_000,
      logStreams: ['logs'],
      logLevel: 'info',
      traceSampling: 0.01,
      bodiesInArrivalBytes: 536_870_912,
      bodiesInArrivalBytesPerAddress: 268_435_456,
      bodyLimitBytes: 16_777_216,
      maxConnections: 10_000,
      maxConnectionsPerAddress: 1000,
      headersTimeoutMs: 10_000,
      requestTimeoutMs: 60_000,
      keepAliveTimeoutMs: 75_000,
      drainTimeoutMs: 3000,
    });
  });

  it('takes what the environment says', () => {
    const config = parseConfig({
      SHARDWELL_HTTP_PORT: '0',
      SHARDWELL_DURABILITY: 'interval',
      SHARDWELL_REDIS_URL: 'redis://:secret@example.org:6380/2',
      SHARDWELL_LOG_STREAMS: 'logs, access_log,logs',
      SHARDWELL_TRACE_SAMPLING: '.5',
    });
    expect(config).toMatchObject({
      httpPort: 0,
      durability: 'interval',
      redisUrl: 'redis://:secret@example.org:6380/2',
      logStreams: ['logs', 'access_log'],
      traceSampling: 0.5,
    });
  });

  it('reads an empty text as no Redis of your own and as no log streams', () => {
    expect(parseConfig({ SHARDWELL_REDIS_URL: '', SHARDWELL_LOG_STREAMS: '' })).toMatchObject({
      redisUrl: undefined,
      logStreams: [],
    });
  });

  it('cannot be changed afterwards', () => {
    const config = parseConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.logStreams)).toBe(true);
  });

  it('leaves the names of test suites alone', () => {
    expect(problemsOf({ SHARDWELL_TEST_REDIS_SOCKET: '/tmp/redis.sock' })).toEqual([]);
  });

  it('suggests every setting that has all the words of an unknown one', () => {
    expect(problemsOf({ SHARDWELL_PORT: '4567' })).toEqual([
      'SHARDWELL_PORT is not a setting; did you mean SHARDWELL_HTTP_PORT or SHARDWELL_GRPC_PORT?',
    ]);
  });

  it('names all problems at once', () => {
    const problems = problemsOf({
      SHARDWELL_HTP_PORT: '1',
      SHARDWELL_GRPC_PORT: '65536',
      SHARDWELL_ACCOUNT_ID: '123',
      SHARDWELL_DURABILITY: 'safe',
    });
    expect(problems).toEqual([
      'SHARDWELL_HTP_PORT is not a setting; did you mean SHARDWELL_HTTP_PORT?',
      'SHARDWELL_GRPC_PORT is "65536", but must be a whole number from 0 to 65535.',
      'SHARDWELL_DURABILITY is "safe", but must be one of memory, interval, disk.',
      'SHARDWELL_ACCOUNT_ID is "123", but must be 12 digits.',
    ]);
  });

  it.each([
    ['SHARDWELL_HTTP_PORT', ''],
    ['SHARDWELL_HTTP_PORT', ' 80'],
    ['SHARDWELL_HTTP_PORT', '-1'],
    ['SHARDWELL_HTTP_PORT', '0x50'],
    ['SHARDWELL_HTTP_PORT', '80.5'],
    ['SHARDWELL_HTTP_PORT', '9'.repeat(400)],
    ['SHARDWELL_DATA_DIR', ''],
    ['SHARDWELL_REGION', 'US East'],
    ['SHARDWELL_LOG_STREAMS', 'a,,b'],
    ['SHARDWELL_LOG_STREAMS', 'a/b'],
    ['SHARDWELL_HOST', 'http://localhost'],
    ['SHARDWELL_REDIS_URL', 'localhost:6379'],
    ['SHARDWELL_REDIS_URL', 'http://localhost'],
    ['SHARDWELL_TRACE_SAMPLING', '1.01'],
    ['SHARDWELL_TRACE_SAMPLING', '-0.1'],
    ['SHARDWELL_TRACE_SAMPLING', '1e-3'],
    ['SHARDWELL_TRACE_SAMPLING', '.'],
  ])('refuses %s=%j', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  it('never repeats the address of Redis, which may hold a password', () => {
    expect(problemsOf({ SHARDWELL_REDIS_URL: 'http://user:secret@host' }).join()).not.toContain('secret');
  });

  it('suggests nothing for a name that resembles no setting', () => {
    expect(problemsOf({ SHARDWELL_COFFEE_STRENGTH: '3' })).toEqual([
      'SHARDWELL_COFFEE_STRENGTH is not a setting.',
    ]);
  });

  it('accepts what it gives as default, for every setting', () => {
    for (const { name, fallback } of Object.values(settings)) {
      expect(problemsOf(fallback === undefined ? {} : { [name]: fallback })).toEqual([]);
    }
  });

  it('keeps whole numbers inside their range and refuses all others', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 70_000 }), (port) => {
        const env = { SHARDWELL_HTTP_PORT: String(port) };
        if (port < 0 || port > 65_535) expect(problemsOf(env)).toHaveLength(1);
        else expect(parseConfig(env).httpPort).toBe(port);
      }),
    );
  });
});
