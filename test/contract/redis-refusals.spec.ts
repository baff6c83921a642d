import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StorageErrorKind } from '#lib/ports';
import { RedisConnection } from '../../libs/redis/src/redis-connection.js';
import { eventually } from '../eventually.js';
import { OwnRedis } from '../redis/own-redis.js';

/** Asks the real server for every refusal that a lone server can give, and looks at what it is taken for. */
describe('a refusal of Redis', () => {
  let redis: OwnRedis;
  let connection: RedisConnection;

  beforeAll(async () => {
    // A folder in the way of the snapshot makes every BGSAVE fail.
    redis = await OwnRedis.start({ save: '3600 1', dbfilename: 'taken', 'busy-reply-threshold': '1' });
    mkdirSync(join(redis.folder, 'taken'));
  });
  afterAll(() => redis.remove());

  beforeEach(async () => {
    await redis.ask((client) => client.flushall());
    const target = { socketPath: redis.socketPath };
    connection = await RedisConnection.open({ target, name: 'test', onEvent: () => undefined });
  });
  afterEach(() => connection.close());

  const configure = (name: string, value: string): Promise<unknown> =>
    redis.ask((client) => client.config('SET', name, value));

  const expectRefusal = async (
    command: readonly [string, ...string[]],
    expected: Expected,
  ): Promise<void> => {
    const session = connection.present();
    const [name, ...args] = command;
    await expect(session.send(name, args)).rejects.toMatchObject({
      kind: expected.kind,
      message: expect.stringContaining(expected.text) as unknown,
    });
    expect(session.isOpen).toBe(expected.losesConnection !== true);
  };

  const APPEND = ['xadd', 'log', '5-5', 'name', 'value'] as const;

  it.each(['5-5', '5-4', '4-9'])('of an id that is not above the last one is fenced: %s', async (id) => {
    await connection.present().send(...command(APPEND));
    await expectRefusal(['xadd', 'log', id, 'name', 'value'], {
      kind: 'fenced',
      text: 'equal or smaller than the target stream top item',
    });
  });

  it('of any id behind the greatest is sealed', async () => {
    const greatest = '18446744073709551615-18446744073709551615';
    await connection.present().send('xadd', ['log', greatest, 'name', 'value']);
    for (const id of ['5-5', greatest]) {
      await expectRefusal(['xadd', 'log', id, 'name', 'value'], {
        kind: 'sealed',
        text: 'exhausted the last possible ID',
      });
    }
  });

  it('of a question about a stream that is not there is gone', async () => {
    await expectRefusal(['xinfo', 'STREAM', 'log'], { kind: 'gone', text: 'no such key' });
  });

  it('of an append with NOMKSTREAM to a stream that is not there is nil', async () => {
    expect(await connection.present().send('xadd', ['log', 'NOMKSTREAM', '5-5', 'name', 'value'])).toBeNull();
  });

  it('of a wrong type is not executed', async () => {
    await redis.ask((client) => client.set('log', 'text'));
    await expectRefusal(APPEND, { kind: 'not-executed', text: 'WRONGTYPE' });
  });

  it('for want of memory is not executed', async () => {
    await configure('maxmemory', '1');
    await expectRefusal(APPEND, { kind: 'not-executed', text: 'OOM' });
    await configure('maxmemory', '0');
  });

  it('for want of replicas is not executed', async () => {
    await configure('min-replicas-to-write', '1');
    await expectRefusal(APPEND, { kind: 'not-executed', text: 'NOREPLICAS' });
    await configure('min-replicas-to-write', '0');
  });

  it('because its snapshots fail is not executed', async () => {
    await redis.ask((client) => client.bgsave());
    await eventually(async () =>
      (await redis.ask((client) => client.info())).includes('rdb_last_bgsave_status:err'),
    );
    await expectRefusal(APPEND, { kind: 'not-executed', text: 'MISCONF' });
    await configure('stop-writes-on-bgsave-error', 'no');
  });

  it('for want of permission is not executed', async () => {
    await redis.ask((client) => client.acl('SETUSER', 'reader', 'on', '>word', '~*', '+@read'));
    await connection.present().send('auth', ['reader', 'word']);
    await expectRefusal(APPEND, { kind: 'not-executed', text: 'NOPERM' });
  });

  it('while a script runs is not executed', async () => {
    const endless = redis.ask((client) => client.eval('while true do end', 0));
    await eventually(async () => {
      await expect(connection.present().send('get', ['key'])).rejects.toMatchObject({ kind: 'not-executed' });
    });
    await expectRefusal(APPEND, { kind: 'not-executed', text: 'BUSY' });
    await connection.present().send('script', ['KILL']);
    await expect(endless).rejects.toThrow('Script killed');
  });

  it('by a replica loses the connection, and none is made while it is one', async () => {
    const session = connection.present();
    await redis.ask((client) => client.replicaof('127.0.0.1', '1'));
    await expectRefusal(APPEND, { kind: 'unknown', text: 'READONLY', losesConnection: true });
    await session.lost;
    await eventually(() => !connection.isConnected);
    await redis.ask((client) => client.replicaof('NO', 'ONE'));
    await eventually(() => connection.isConnected);
    expect(connection.present().number).toBe(2);
  });

  it('by somebody who unblocks a waiting command loses the connection', async () => {
    const session = connection.present();
    const id = Number(await session.send('client', ['ID']));
    const waiting = expectRefusal(['xread', 'BLOCK', '0', 'STREAMS', 'log', '$'], {
      kind: 'unknown',
      text: 'UNBLOCKED',
      losesConnection: true,
    });
    await eventually(async () => (await redis.ask((client) => client.client('UNBLOCK', id, 'ERROR'))) === 1);
    await waiting;
  });
});

interface Expected {
  readonly kind: StorageErrorKind;
  readonly text: string;
  readonly losesConnection?: boolean;
}

const command = ([name, ...args]: readonly [string, ...string[]]): [string, readonly string[]] => [
  name,
  args,
];
