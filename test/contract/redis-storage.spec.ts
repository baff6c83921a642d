import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Durability } from '#lib/kinesis';
import type { Storage } from '#lib/ports';
import { opening, storageError, TestShards } from '../../libs/ports/src/contract/shard-log-storage.js';
import { openRedisStorage, type RedisEvent } from '../../libs/redis/src/index.js';
import { RedisConnection } from '../../libs/redis/src/redis-connection.js';
import { eventually } from '../eventually.js';
import { OwnRedis } from '../redis/own-redis.js';

/** The door to everything in Redis: what it refuses, what all processes share, and what it watches. */
describe('the storage in Redis', () => {
  let redis: OwnRedis;
  let opened: Storage[];
  let events: RedisEvent[];

  const start = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
    redis = await OwnRedis.start(settings);
  };
  const open = async (options: { readonly durability?: Durability; readonly nowMs?: () => number } = {}) => {
    const { durability = 'disk', nowMs = () => Date.now() } = options;
    const { socketPath } = redis;
    const onEvent = (event: RedisEvent): void => void events.push(event);
    const storage = await openRedisStorage({
      socketPath,
      durability,
      owner: 'test',
      onEvent,
      clock: { nowMs },
    });
    opened.push(storage);
    return storage;
  };
  /** Makes every connection look at the server again. */
  const cutConnections = (): Promise<unknown> =>
    redis.ask((client) => client.call('CLIENT', 'KILL', 'TYPE', 'normal'));

  beforeEach(() => {
    opened = [];
    events = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
    await redis.remove();
  });

  it('has one identity for all processes, also for those that start at once', async () => {
    await start();
    const [first, second] = await Promise.all([open(), open()]);
    const third = await open();
    expect(first.installation).toEqual(second.installation);
    expect(first.installation).toEqual(third.installation);
    expect(first.installation.id).toMatch(/^[0-9a-f]{32}$/);
    expect(first.installation.tokenKey).toHaveLength(32);
    expect(first.installation.durability).toBe('disk');
  });

  it('has another identity in another Redis', async () => {
    await start();
    const { installation } = await open();
    await redis.ask((client) => client.flushall());
    const other = (await open()).installation;
    expect(other.id).not.toBe(installation.id);
    expect(other.tokenKey).not.toEqual(installation.tokenKey);
  });

  it('refuses data of a newer Shardwell', async () => {
    await start();
    await redis.ask((client) => client.hset('sw:{control}:installation', 'schema', '2'));
    await expect(open()).rejects.toThrow('the data in Redis has schema 2, this Shardwell reads schema 1');
  });

  it.each([
    ['disk', { appendfsync: 'everysec' }, 'appendfsync is everysec'],
    ['disk', { appendonly: 'no' }, 'appendonly is no'],
    ['interval', { appendfsync: 'no' }, 'appendfsync is no'],
    ['memory', { 'maxmemory-policy': 'allkeys-lru' }, 'maxmemory-policy is allkeys-lru'],
  ] as const)('refuses at %s a Redis with %j', async (durability, settings, reason) => {
    await start(settings);
    await expect(open({ durability })).rejects.toThrow(reason);
  });

  it('takes the same Redis at a durability that it can give', async () => {
    await start({ appendfsync: 'everysec' });
    expect((await open({ durability: 'interval' })).problems()).toEqual([]);
  });

  it('refuses a host whose clock is not the one of Redis', async () => {
    await start();
    await expect(open({ nowMs: () => Date.now() - 60_000 })).rejects.toThrow(/clock is 60\.\d s behind/);
  });

  it('refuses at disk a Redis that nobody may ask, and warns at interval', async () => {
    await start();
    await redis.ask((client) => client.acl('SETUSER', 'default', '-config'));
    await expect(open()).rejects.toThrow('CONFIG GET is forbidden');
    await open({ durability: 'interval' });
    expect(events.map((event) => event.type)).toContain('redis-unverified');
  });

  it('refuses writes with the reason as soon as a setting is not safe any more, until it is again', async () => {
    await start();
    const storage = await open();
    const shard = new TestShards().unopened();
    await redis.ask((client) => client.config('SET', 'appendfsync', 'everysec'));
    await cutConnections();
    await eventually(() =>
      storage.problems().some((problem) => problem.startsWith('appendfsync is everysec')),
    );
    await expect(storage.shardLog.open([opening(shard)])).rejects.toMatchObject(storageError('not-executed'));
    await expect(storage.controlLog.append(0, [])).rejects.toMatchObject(storageError('not-executed'));

    await redis.ask((client) => client.config('SET', 'appendfsync', 'always'));
    await cutConnections();
    await eventually(() => storage.problems().length === 0);
    await storage.shardLog.open([opening(shard)]);
    const types = events.map((event) => event.type);
    expect(types.indexOf('redis-unsafe')).toBeGreaterThan(-1);
    expect(types.indexOf('redis-safe')).toBeGreaterThan(types.indexOf('redis-unsafe'));
  });

  it('names an outage as a problem while it lasts', async () => {
    await start();
    const storage = await open();
    await redis.kill();
    await eventually(() =>
      storage.problems().some((problem) => problem.startsWith('no connection to Redis at')),
    );
    await redis.startAgain();
    await eventually(() => storage.problems().length === 0);
  });

  it('leaves no connection behind when it is closed', async () => {
    await start();
    await (await open()).close();
    const clients = await redis.ask(async (client) => String(await client.client('LIST')));
    expect(clients).not.toContain('shardwell:');
  });

  it('is reached by a URL with user, password and database', async () => {
    const port = await freePort();
    await start({ port: String(port) });
    await redis.ask((client) =>
      client.acl(
        'SETUSER',
        'shardwell',
        'on',
        '>pass word',
        '~*',
        '+@all',
        '-@dangerous',
        '+config|get',
        '+info',
      ),
    );
    const url = `redis://shardwell:pass%20word@127.0.0.1:${port}/3`;
    const storage = await openRedisStorage({ url, durability: 'disk', owner: 'test' });
    opened.push(storage);
    expect(await storage.controlLog.append(0, [])).toBe(true);
    expect(await redis.ask((client) => client.select(3).then(() => client.keys('*:log')))).toEqual([
      'sw:{control}:log',
    ]);
  });

  it('that does not answer is named at the start, with the reason', async () => {
    await start();
    await redis.kill();
    const target = { socketPath: redis.socketPath };
    const onEvent = (event: RedisEvent): void => void events.push(event);
    const opening = RedisConnection.open({ target, name: 'test', onEvent, firstSessionMs: 50 });
    await expect(opening).rejects.toThrow(
      /^Redis at .*redis\.sock does not answer: (Error: )?connect ECONNREFUSED/,
    );
    expect(events.map((event) => event.type)).toEqual(['redis-connection-refused']);
  });

  it('asks for one way to Redis, not none and not two', async () => {
    await start();
    const options = { durability: 'disk', owner: 'test' } as const;
    await expect(openRedisStorage(options)).rejects.toThrow('by one of them');
    await expect(
      openRedisStorage({ ...options, url: 'redis://localhost', socketPath: '/x' }),
    ).rejects.toThrow('by one of them');
  });
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
