import { describe, expect, it } from '@jest/globals';
import { ConfigError, parseConfig } from './config.js';

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const ID = { SHARDWELL_ROOT_ACCESS_KEY_ID: 'root-key' };
const SECRET = { SHARDWELL_ROOT_SECRET_ACCESS_KEY: 'not-for-the-log' };
const STRICT = { SHARDWELL_AUTH: 'strict' };

describe('settings of access', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['nothing', {}],
    ['127.0.0.2', { SHARDWELL_HOST: '127.0.0.2' }],
    ['localhost', { SHARDWELL_HOST: 'localhost' }],
    ['::1', { SHARDWELL_HOST: '::1' }],
    ['other machines that may do everything', { SHARDWELL_HOST: '0.0.0.0', SHARDWELL_OPEN_ACCESS: 'yes' }],
    ['strict with a root key', { ...STRICT, ...ID, ...SECRET, SHARDWELL_HOST: '0.0.0.0' }],
    ['strict with a file', { ...STRICT, SHARDWELL_ACCESS_FILE: '/etc/shardwell/access.json' }],
    [
      'a root key in files',
      {
        ...STRICT,
        SHARDWELL_ROOT_ACCESS_KEY_ID_FILE: '/run/secrets/id',
        SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE: '/run/secrets/secret',
      },
    ],
    ['what is empty', { SHARDWELL_ACCESS_FILE: '', SHARDWELL_ROOT_SECRET_ACCESS_KEY: '' }],
  ])('may be %s', (_, env) => {
    expect(problemsOf(env)).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.example.org'])(
    'do not open the doors of %s to everybody, and name both ways out',
    (host) => {
      expect(problemsOf({ SHARDWELL_HOST: host })).toEqual([
        `SHARDWELL_HOST is ${host} while SHARDWELL_AUTH is off: other machines could do everything. ` +
          'Set SHARDWELL_AUTH=strict and name principals, or SHARDWELL_OPEN_ACCESS=yes if they may.',
      ]);
    },
  );

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['strict without anybody', STRICT, 'SHARDWELL_AUTH is strict, but there is no principal'],
    ['an id without a secret', ID, 'one of them is missing'],
    ['a secret without an id', SECRET, 'one of them is missing'],
    [
      'a secret twice',
      { ...ID, ...SECRET, SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE: '/run/secrets/secret' },
      'SHARDWELL_ROOT_SECRET_ACCESS_KEY and SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE are both set',
    ],
    [
      'an id twice',
      { ...ID, ...SECRET, SHARDWELL_ROOT_ACCESS_KEY_ID_FILE: '/run/secrets/id' },
      'SHARDWELL_ROOT_ACCESS_KEY_ID and SHARDWELL_ROOT_ACCESS_KEY_ID_FILE are both set',
    ],
  ])('may not be %s', (_, env, sentence) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(sentence)]);
  });

  it('never repeat a secret, also where it is wrong', () => {
    for (const wrong of ['not for the log', 'short', 'ünicode-secret']) {
      const problems = problemsOf({ ...ID, SHARDWELL_ROOT_SECRET_ACCESS_KEY: wrong });
      expect(problems).toEqual([
        'SHARDWELL_ROOT_SECRET_ACCESS_KEY is not 8 to 256 visible ASCII characters.',
      ]);
    }
  });
});
