import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { equalRanges, type ShardRef, type StreamId } from '#lib/kinesis';
import { encodeFrame, RecordPacker, type PackedRecords } from '#lib/ports';
import { openRedisStorage } from '#lib/redis';
import { EVENT_LOOP_TIMERS, LocalShardClient } from '#lib/shard';
import { tuneGarbageCollector } from '../libs/bootstrap/src/garbage-collector.js';
import { KEY_BYTES, RECORD_BYTES, SHARDS } from './kinesis-requests.js';

/**
 * The append path without HTTP, in a process of its own so that its CPU can be counted. Asked for a way of appending, it
 * appends for a while, with one commit in flight for each of four shards, and answers how many records.
 */
export type AppendWay = 'shard actor' | 'raw packed XADD' | 'raw XADD per record';

export interface AppendOrder {
  readonly way: AppendWay;
  readonly forMs: number;
}

export interface AppendDone {
  readonly records: number;
  readonly seconds: number;
}

const BATCH_RECORDS = 500;
const VARIANTS = 64;
const FRAME_HEADER = { firstIndex: 1, timeMs: 1_700_000_000_000, token: randomBytes(8), durableIndex: 0 };

tuneGarbageCollector();
const socketPath = process.argv[2] as string;
const packed = Array.from({ length: VARIANTS }, packedBatch);
const frames = packed.map((records) => encodeFrame({ ...FRAME_HEADER, count: records.count }, [records]));
const redis = new Redis({ path: socketPath });
const storage = await openRedisStorage({ socketPath, durability: 'interval', owner: 'bench' });
const shards = await openShards();
const client = new LocalShardClient({
  shardLog: storage.shardLog,
  clock: { nowMs: Date.now },
  timers: EVENT_LOOP_TIMERS,
  random: Math.random,
  owner: 'bench',
});
let run = 0;

const ways: Readonly<Record<AppendWay, (shard: number, endAt: number) => Promise<number>>> = {
  'shard actor': appendByActor,
  'raw packed XADD': appendPacked,
  'raw XADD per record': appendEach,
};

process.on('message', async ({ way, forMs }: AppendOrder) => {
  run += 1;
  const startedAt = performance.now();
  const counts = await Promise.all(shards.map((_, shard) => ways[way](shard, startedAt + forMs)));
  const done: AppendDone = {
    records: counts.reduce((sum, count) => sum + count, 0),
    seconds: (performance.now() - startedAt) / 1000,
  };
  process.send?.(done);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

async function appendByActor(shard: number, endAt: number): Promise<number> {
  let records = 0;
  for (let n = 0; performance.now() < endAt; n += 1) {
    await client.append(shards[shard] as ShardRef, packed[n % VARIANTS] as PackedRecords);
    records += BATCH_RECORDS;
  }
  return records;
}

async function appendPacked(shard: number, endAt: number): Promise<number> {
  const key = `raw:{${shard}}:${run}`;
  let records = 0;
  for (let n = 0; performance.now() < endAt; n += 1) {
    records += BATCH_RECORDS;
    await redis.call('XADD', key, `1-${records}`, 'b', frames[n % VARIANTS] as Buffer);
  }
  await redis.unlink(key);
  return records;
}

/** What a server does that makes an entry of each record: all of a batch on their way, then the next batch. */
async function appendEach(shard: number, endAt: number): Promise<number> {
  const key = `raw:{${shard}}:${run}`;
  const data = randomBytes(RECORD_BYTES);
  const partitionKey = randomBytes(KEY_BYTES / 2).toString('hex');
  let records = 0;
  while (performance.now() < endAt) {
    const pipeline = redis.pipeline();
    for (let n = 0; n < BATCH_RECORDS; n += 1) {
      records += 1;
      pipeline.xadd(key, `1-${records}`, 'k', partitionKey, 'd', data);
    }
    await pipeline.exec();
  }
  await redis.unlink(key);
  return records;
}

async function openShards(): Promise<readonly ShardRef[]> {
  const streamId = `${randomBytes(10).toString('hex')}-abc` as StreamId;
  const opened = equalRanges(SHARDS).map((range, shardNumber) => ({
    shard: { streamId, shardNumber },
    range,
    parents: [],
  }));
  await storage.shardLog.open(opened);
  return opened.map(({ shard }) => shard);
}

function packedBatch(): PackedRecords {
  const packer = new RecordPacker();
  for (let n = 0; n < BATCH_RECORDS; n += 1) {
    packer.add({ partitionKey: randomBytes(KEY_BYTES / 2).toString('hex') }, randomBytes(RECORD_BYTES));
  }
  return packer.finish();
}
