import { Redis } from 'ioredis';
import type { ShardRef } from '#lib/kinesis';
import { shardLogContract } from '../../libs/ports/src/contract/shard-log.contract.js';
import { REDIS_KEYS } from '../../libs/redis/src/redis-keys.js';
import { FlakyProxy } from '../redis/flaky-proxy.js';
import { ShardLogUnderTest, testRedisSocket } from '../redis/redis-under-test.js';

const WRITE = /XADD|evalsha/;

shardLogContract('the shard log in Redis', async () => {
  const proxy = await FlakyProxy.before(testRedisSocket());
  const redis = new Redis(testRedisSocket());
  const own = await ShardLogUnderTest.open({ socketPath: proxy.socketPath });
  const another = await ShardLogUnderTest.open({ socketPath: testRedisSocket() });
  const keyOf = (shard: ShardRef): string => REDIS_KEYS.shardLog(shard);
  return {
    log: own.log,
    another: another.log,
    reconnect: async () => {
      const before = own.connectionNumber;
      proxy.cut();
      await own.connected(before);
    },
    loseNextReply: (lever) => proxy.loseNext(WRITE, lever),
    connected: () => own.connected(),
    trimToEmpty: async (shard) => void (await redis.xtrim(keyOf(shard), 'MAXLEN', 0)),
    entryIds: async (shard) => (await redis.xrange(keyOf(shard), '-', '+')).map(([id]) => id),
    close: async () => {
      await Promise.all([own.close(), another.close(), redis.quit()]);
      await proxy.close();
    },
  };
});
