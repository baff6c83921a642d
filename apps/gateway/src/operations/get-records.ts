import {
  LIMITS,
  openShardIterator,
  resourceNotFound,
  sealShardIterator,
  shardIdOf,
  trimHorizonMs,
  type Shard,
  type ShardRef,
  type Stream,
} from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { streamOfIterator } from '../streams/addressed-stream.js';
import { describedChildren } from '../streams/described-stream.js';
import { endDryRun } from '../dry-run.js';
import { GetRecordsAnswer } from '../records/get-records-answer.js';
import type { OperationContext } from '../operation-context.js';
import { millisBehind, readRecords, type Reading } from '../records/record-reading.js';
import { answerToShardFailure } from '../storage-failure.js';

/**
 * Reads records from the place of a shard iterator: up to Limit (10,000) of them and 10 MiB. The next iterator is always
 * another one, also where nothing was read.
 *
 * @throws KinesisError InvalidArgumentException, ExpiredIteratorException, ResourceNotFoundException,
 *   ProvisionedThroughputExceededException, InternalFailure, DryRunOperationException.
 */
export async function getRecords(
  input: KinesisApi.GetRecordsInput,
  context: OperationContext,
): Promise<GetRecordsAnswer> {
  const { seal, clock, router, scope, metrics } = context;
  const startedAtMs = metrics.now();
  const nowMs = clock.nowMs();
  const iterator = openShardIterator(seal, input.ShardIterator, nowMs);
  const { StreamARN, StreamId } = input;
  const stream = streamOfIterator({ shard: iterator.shard, StreamARN, StreamId }, context);
  const shard = shardOf(iterator.shard, stream);
  endDryRun(input);
  const call = { startedAtMs, shardNumber: shard.number };
  try {
    await router.admitRead(iterator.shard);
    const reading = await readRecords(
      {
        shard: iterator.shard,
        from: iterator.position,
        limit: input.Limit ?? LIMITS.recordsPerGet,
        horizonMs: trimHorizonMs(stream, nowMs),
      },
      router,
    );
    router.chargeRead(iterator.shard, reading.payloadBytes);
    const output = answerOf(reading, { stream, shard, context });
    const { recordCount, payloadBytes } = reading;
    const { millisBehindLatest } = output.parts;
    metrics.getRecords(stream, { ...call, answer: { recordCount, payloadBytes, millisBehindLatest } });
    return output;
  } catch (error) {
    const failure = answerToShardFailure(error, { stream, shardNumber: shard.number, scope });
    metrics.getRecords(stream, { ...call, answer: { error: failure } });
    throw failure;
  }
}

function shardOf({ shardNumber }: ShardRef, stream: Stream): Shard {
  const shard = stream.shards[shardNumber];
  if (!shard)
    throw resourceNotFound(`Shard ${shardIdOf(shardNumber)} in stream ${stream.name} does not exist`);
  return shard;
}

interface Read {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly context: OperationContext;
}

function answerOf(reading: Reading, { stream, shard, context }: Read): GetRecordsAnswer {
  const { seal, clock } = context;
  const nowMs = clock.nowMs();
  const { runs, next, end } = reading;
  const parts = { shard, runs, millisBehindLatest: millisBehind(reading, nowMs) };
  // A reader learns of the end together with the children: before the reshard is finished there are none.
  const childShards = end === 'sealed' ? describedChildren(stream, shard) : [];
  if (childShards.length > 0) return new GetRecordsAnswer({ ...parts, childShards });
  const ref = { streamId: stream.id, shardNumber: shard.number };
  const nextShardIterator = sealShardIterator(seal, { shard: ref, position: next, issuedAtMs: nowMs });
  return new GetRecordsAnswer({ ...parts, nextShardIterator });
}
