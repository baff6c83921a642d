import {
  after,
  sequenceNumberOf,
  shardIdOf,
  trimHorizonMs,
  type LogPosition,
  type Shard,
  type Stream,
} from '#lib/kinesis';
import { decodeAttributes, lastPlaceOf, recordsOf, type LogBatch } from '#lib/ports';
import { shardOfNumber } from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';
import type { StoredRecord } from './put-ledger.js';

const READ_BYTES = 1024 * 1024;

/**
 * Reads the records of idempotent puts that a stream got since a time: one shard after the other, to its present end. That
 * takes about a second for 200 MB of records.
 *
 * @throws ShardError where a shard cannot be read.
 */
export async function* stampsInLog(
  stream: Stream,
  sinceMs: number,
  context: OperationContext,
): AsyncGenerator<StoredRecord> {
  const fromMs = Math.max(sinceMs, trimHorizonMs(stream, context.clock.nowMs()));
  for (const shard of stream.shards) {
    const endedBefore = shard.closedAtSecond !== undefined && (shard.closedAtSecond + 1) * 1000 <= fromMs;
    if (!endedBefore) yield* stampsInShard({ stream, shard, fromMs }, context);
  }
}

interface ShardSince {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly fromMs: number;
}

async function* stampsInShard(
  { stream, shard, fromMs }: ShardSince,
  { router }: OperationContext,
): AsyncGenerator<StoredRecord> {
  const ref = { streamId: stream.id, shardNumber: shard.number };
  let from: LogPosition = await router.locate(ref, fromMs);
  for (let isBehind = true; isBehind;) {
    const { batches, isAtTip } = await router.read(ref, { from, maxBytes: READ_BYTES });
    for (const batch of batches) yield* stampsInBatch(batch, shard);
    const last = batches.at(-1);
    if (last) from = after(lastPlaceOf(last));
    isBehind = !isAtTip && last !== undefined;
  }
}

function* stampsInBatch({ epoch, second, batch }: LogBatch, shard: Shard): Generator<StoredRecord> {
  let index = batch.firstIndex;
  for (const { attributes } of recordsOf(batch)) {
    const stamp = attributes && decodeAttributes(attributes).idempotency;
    if (stamp) {
      const place = {
        shardId: shardIdOf(shard.number),
        sequenceNumber: sequenceNumberOf({ ...shardOfNumber(shard), epoch, second, index }),
      };
      const { index: indexInPut, count } = stamp;
      yield {
        key: hex(stamp.key),
        body: hex(stamp.body),
        index: indexInPut,
        count,
        place,
        atMs: batch.timeMs,
      };
    }
    index += 1;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
