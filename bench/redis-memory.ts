import { Redis } from 'ioredis';
import { RECORD_BYTES } from './kinesis-requests.js';
import type { RunningServer } from './running-server.js';
import { fill } from './bench-stream.js';

const RECORDS = 200_000;

/** How many bytes of memory Redis takes for each byte of data: 500 records of 100 bytes in a request, keys of 12. */
export async function redisMemoryPerDataByte(server: RunningServer): Promise<number> {
  const redis = new Redis({ path: server.redisSocket ?? '' });
  try {
    const before = await usage(redis);
    await fill(server, RECORDS);
    const after = await usage(redis);
    return (after.memoryBytes - before.memoryBytes) / ((after.records - before.records) * RECORD_BYTES);
  } finally {
    redis.disconnect();
  }
}

/** What Redis has allocated, and how many records lie in its shard logs: the low half of each log's last id. */
async function usage(redis: Redis): Promise<{ memoryBytes: number; records: number }> {
  let records = 0;
  for (const key of await redis.keys('sw:{*}:log')) {
    const lastId = /(\d{17})-(\d+)/.exec(String(await redis.xinfo('STREAM', key)));
    records += Number(lastId?.[2] ?? 0);
  }
  const memoryBytes = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  return { memoryBytes, records };
}
