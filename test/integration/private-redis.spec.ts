import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, StartError } from '#lib/bootstrap';
import { identityOf, livenessOf } from '../../apps/all-in-one/src/process-identity.js';
import { PrivateRedis } from '../../apps/all-in-one/src/private-redis.js';
import { findRedisBinary } from '../../apps/all-in-one/src/redis-binary.js';
import { askRedis } from '../../apps/all-in-one/src/ask-redis.js';
import {
  isRedisServing,
  openRedisProcess,
  stopRedisProcess,
  type RedisProcess,
  type RedisProcessOptions,
} from '../../apps/all-in-one/src/redis-process.js';

const logger = createLogger({ app: 'test', level: 'silent' });
let directory: string;
let stops: (() => Promise<void>)[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'shardwell-test-'));
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  rmSync(directory, { recursive: true });
});

function options(change: Partial<RedisProcessOptions> = {}): RedisProcessOptions {
  const binary = findRedisBinary(process.env['PATH'] ?? '');
  if (binary === undefined) throw new Error('No Redis found: run `node bin/setup.mjs test` once.');
  return { directory, durability: 'disk', binary, logger, ...change };
}

async function start(change: Partial<RedisProcessOptions> = {}): Promise<PrivateRedis> {
  const redis = await PrivateRedis.start(options(change));
  stops.push(() => redis.stop());
  return redis;
}

/** A Redis that its server left behind: it runs, and nobody watches it. */
async function leaveBehind(change: Partial<RedisProcessOptions> = {}): Promise<RedisProcess> {
  const redis = await openRedisProcess(options(change));
  stops.push(() => stopRedisProcess(redis, logger));
  return redis;
}

async function ask(
  redis: { readonly socketPath: string },
  ...command: readonly string[]
): Promise<readonly string[]> {
  return askRedis({ socketPath: redis.socketPath, command, timeoutMs: 5000 });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setTimeout(next, 5));
}

describe('PrivateRedis', () => {
  it.each([
    ['disk', 'always'],
    ['interval', 'everysec'],
    ['memory', 'no'],
  ] as const)('is as safe as durability %s asks: appendfsync %s', async (durability, appendfsync) => {
    const redis = await start({ durability });
    for (const [name, value] of Object.entries({
      appendonly: 'yes',
      appendfsync,
      'no-appendfsync-on-rewrite': 'no',
      save: '',
      'maxmemory-policy': 'noeviction',
      dir: join(directory, 'redis'),
      port: '0',
    })) {
      expect(await ask(redis, 'CONFIG', 'GET', name)).toEqual([name, value]);
    }
  });

  it('leads a process group of its own', async () => {
    const { pid } = await start();
    expect(() => process.kill(-pid, 0)).not.toThrow();
  });

  it('keeps what was written over a stop and a start', async () => {
    const first = await start();
    const identity = identityOf(first.pid);
    await ask(first, 'SET', 'key', 'kept');
    await first.stop();
    expect(identity && livenessOf(identity)).toBe('dead');
    expect(await isRedisServing(directory)).toBe(false);
    expect(await ask(await start(), 'GET', 'key')).toEqual(['kept']);
  });

  it('adopts a Redis that was left behind and gives it the durability of now', async () => {
    const left = await leaveBehind({ durability: 'memory' });
    await ask(left, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const redis = await start({ durability: 'disk' });
    expect(redis.pid).toBe(left.identity.pid);
    expect(await ask(redis, 'CONFIG', 'GET', 'appendfsync')).toEqual(['appendfsync', 'always']);
    expect(await ask(redis, 'CONFIG', 'GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    await redis.stop();
    expect(livenessOf(left.identity)).toBe('dead');
  });

  it('adopts a Redis whose record was never written', async () => {
    const left = await leaveBehind();
    rmSync(join(directory, 'redis.json'));
    expect((await start()).pid).toBe(left.identity.pid);
  });

  it.each([
    [
      'whose pid means another process now',
      { identity: { ...identityOf(process.pid), startedAt: '1' }, socketPath: '/x' },
    ],
    ['that is damaged', '{'],
  ])('starts a Redis of its own where there is a record %s', async (_, record) => {
    writeFileSync(
      join(directory, 'redis.json'),
      typeof record === 'string' ? record : JSON.stringify(record),
    );
    const redis = await start();
    expect(redis.pid).not.toBe(process.pid);
    expect(await ask(redis, 'PING')).toEqual(['PONG']);
  });

  it('does not take a Redis with other files for its own', async () => {
    const other = join(directory, 'other');
    mkdirSync(other);
    const left = await leaveBehind({ directory: other });
    writeFileSync(join(directory, 'redis.json'), JSON.stringify(left));
    await expect(start()).rejects.toThrow(`keeps its files in ${other}/redis: stop it first.`);
  });

  it('listens in the temporary folder when the data directory has a long path', async () => {
    const deep = join(directory, 'x'.repeat(100));
    mkdirSync(deep);
    const redis = await start({ directory: deep });
    expect(dirname(dirname(redis.socketPath))).toBe(tmpdir());
    expect(await ask(redis, 'PING')).toEqual(['PONG']);
    expect(await isRedisServing(deep)).toBe(true);
    stops.unshift(async () => rmSync(dirname(redis.socketPath), { recursive: true }));
  });

  it('says why Redis cannot start, in its own words', async () => {
    mkdirSync(join(directory, 'redis', 'appendonlydir'), { recursive: true });
    writeFileSync(join(directory, 'redis', 'appendonlydir', 'appendonly.aof.manifest'), 'nonsense');
    const failed = start();
    await expect(failed).rejects.toThrow(StartError);
    await expect(failed).rejects.toThrow(/Redis ended at once.*AOF MANIFEST FILE ERROR/s);
  });

  it('says so when the program cannot be run', async () => {
    const binary = { file: '/nonexistent/redis-server', argv0: 'redis-server' };
    await expect(start({ binary })).rejects.toThrow('/nonexistent/redis-server cannot be started');
  });

  it('is started again when it is killed, with what was written, and is not ready meanwhile', async () => {
    const redis = await start();
    const killed = redis.pid;
    await ask(redis, 'SET', 'key', 'kept');
    process.kill(killed, 'SIGKILL');
    await until(() => redis.whyNotReady() !== undefined);
    expect(redis.whyNotReady()).toBe('the private Redis ended and is being started again');
    await until(() => redis.whyNotReady() === undefined);
    expect(redis.pid).not.toBe(killed);
    expect(await ask(redis, 'GET', 'key')).toEqual(['kept']);
  });

  it('stops in order while Redis is down', async () => {
    const redis = await start();
    process.kill(redis.pid, 'SIGKILL');
    await until(() => redis.whyNotReady() !== undefined);
    await redis.stop();
    expect(await isRedisServing(directory)).toBe(false);
  });
});
