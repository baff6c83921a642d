import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StreamId } from '#lib/kinesis';
import type { ControlChange } from '#lib/ports';
import { controlLogContract } from '../../libs/ports/src/contract/control-log.contract.js';
import { ControlLogTail } from '../../libs/redis/src/control-log-tail.js';
import { openRedisStorage } from '../../libs/redis/src/index.js';
import { RedisConnection } from '../../libs/redis/src/redis-connection.js';
import { eventually } from '../eventually.js';
import { FlakyProxy } from '../redis/flaky-proxy.js';
import { OwnRedis } from '../redis/own-redis.js';

// The keys of the control log are the same in every installation, so this suite has a Redis of its own.
let redis: OwnRedis;
beforeAll(async () => {
  redis = await OwnRedis.start();
});
beforeEach(() => redis.ask((client) => client.flushall()));
afterAll(() => redis.remove());

const openLog = (socketPath: string) => openRedisStorage({ socketPath, durability: 'disk', owner: 'test' });

controlLogContract('the control log in Redis', async () => {
  const proxy = await FlakyProxy.before(redis.socketPath);
  const own = await openLog(proxy.socketPath);
  const another = await openLog(redis.socketPath);
  return {
    log: own.controlLog,
    another: another.controlLog,
    loseNextReply: (lever) => proxy.loseNext(/evalsha/, lever),
    connected: () => eventually(() => own.problems().length === 0),
    close: async () => {
      await Promise.all([own.close(), another.close()]);
      await proxy.close();
    },
  };
});

describe('the control log in Redis', () => {
  it('is one entry per version, readable by anybody', async () => {
    const { controlLog, close } = await openLog(redis.socketPath);
    const event = {
      type: 'StreamDeleted',
      streamId: 'abcdefghij0123456789-abc' as StreamId,
      atMs: 1,
    } as const;
    await controlLog.append(0, [event]);
    await controlLog.append(1, []);
    await controlLog.saveSnapshot({ version: 1, state: 'fold' });
    expect(await redis.ask((client) => client.xrange('sw:{control}:log', '-', '+'))).toEqual([
      ['1-0', ['events', JSON.stringify([event])]],
      ['2-0', ['events', '[]']],
    ]);
    expect(await redis.ask((client) => client.hgetall('sw:{control}:snapshot'))).toEqual({
      version: '1',
      state: 'fold',
    });
    await close();
  });

  it('is heard over its own connection alone, also what was appended while that was away', async () => {
    const proxy = await FlakyProxy.before(redis.socketPath);
    const tail = new ControlLogTail();
    const following = await RedisConnection.open({
      target: { socketPath: proxy.socketPath },
      name: 'following',
      onEvent: () => undefined,
      prepare: (session) => tail.begin(session),
    });
    let timesTold = 0;
    tail.onAppended(() => (timesTold += 1));
    const append = (version: number): Promise<unknown> =>
      redis.ask((client) => client.xadd('sw:{control}:log', `${version}-0`, 'events', '[]'));
    try {
      await append(1);
      await eventually(() => timesTold === 1);
      const comeBack = proxy.refuse();
      await eventually(() => !following.isConnected);
      await append(2);
      comeBack();
      await eventually(() => timesTold === 2);
      await append(3);
      await eventually(() => timesTold === 3);
    } finally {
      await following.close();
      await proxy.close();
    }
  });

  it('tells of what was appended while there was no connection', async () => {
    const proxy = await FlakyProxy.before(redis.socketPath);
    const own = await openLog(proxy.socketPath);
    const another = await openLog(redis.socketPath);
    try {
      const seen: ControlChange[] = [];
      const { controlLog } = own;
      // A reader that reads when it is told and never otherwise; before it has a connection it cannot.
      controlLog.onAppended(() => {
        controlLog.readAfter(0).then(
          (changes) => seen.push(...changes),
          () => undefined,
        );
      });
      const comeBack = proxy.refuse();
      await another.controlLog.append(0, []);
      expect(seen).toEqual([]);
      comeBack();
      await eventually(() => seen.length > 0);
      expect(seen[0]).toEqual({ version: 1, events: [] });
    } finally {
      await Promise.all([own.close(), another.close()]);
      await proxy.close();
    }
  });
});
