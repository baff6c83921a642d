import { randomBytes } from 'node:crypto';
import { equalRanges, type HashKeyRange, type StreamId } from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import { openRedisStorage } from '#lib/redis';
import { EVENT_LOOP_TIMERS, LocalShardClient } from '#lib/shard';
import { RECORD_BYTES } from './kinesis-requests.js';

/**
 * What an idle shard costs: 10,000 shards each take one record and stay in memory. Run with --expose-gc and the path of
 * a Redis socket; sends the bytes of heap of one shard to its parent.
 */
const SHARDS = 10_000;

const collectGarbage = globalThis.gc;
const socketPath = process.argv[2];
if (!collectGarbage || socketPath === undefined)
  throw new Error('run it with --expose-gc and the path of a socket');

const storage = await openRedisStorage({ socketPath, durability: 'interval', owner: 'bench' });
const client = new LocalShardClient({
  shardLog: storage.shardLog,
  clock: { nowMs: Date.now },
  timers: EVENT_LOOP_TIMERS,
  random: Math.random,
  owner: 'bench',
});
const streamId = `${randomBytes(10).toString('hex')}-abc` as StreamId;
const ranges = equalRanges(SHARDS);
const shards = ranges.map((_, shardNumber) => ({ streamId, shardNumber }));
await storage.shardLog.open(
  shards.map((shard) => ({ shard, range: ranges[shard.shardNumber] as HashKeyRange, parents: [] })),
);
const before = heapBytes(collectGarbage);
for (const shard of shards) await client.append(shard, oneRecord());
process.send?.({ bytesPerShard: (heapBytes(collectGarbage) - before) / SHARDS });
process.disconnect();
await client.drain(0);
await storage.close();

function oneRecord(): ReturnType<RecordPacker['finish']> {
  const packer = new RecordPacker(RECORD_BYTES + 100);
  packer.add({ partitionKey: 'key' }, randomBytes(RECORD_BYTES));
  return packer.finish();
}

function heapBytes(collect: () => void): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
