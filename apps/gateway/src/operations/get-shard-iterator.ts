import { decideStartingPosition, resolveShard, sealShardIterator } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { streamWithRecords } from '../streams/addressed-stream.js';
import { endDryRun } from '../dry-run.js';
import type { OperationContext } from '../operation-context.js';
import { positionOfPlace } from '../records/position-of-place.js';

/**
 * Gives a place in a shard to read from, by one of five starting positions. It is valid for five minutes.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, InternalFailure, DryRunOperationException.
 */
export async function getShardIterator(
  input: KinesisApi.GetShardIteratorInput,
  context: OperationContext,
): Promise<KinesisApi.GetShardIteratorOutput> {
  const { scope, seal, clock } = context;
  const stream = streamWithRecords(input, context);
  const shard = resolveShard(stream, input.ShardId, scope);
  const request = {
    type: input.ShardIteratorType,
    startingSequenceNumber: input.StartingSequenceNumber,
    timestampMs: input.Timestamp,
  };
  const nowMs = clock.nowMs();
  const place = decideStartingPosition(request, { stream, shard, scope, nowMs });
  endDryRun(input);
  const position = await positionOfPlace(place, { stream, shard, nowMs, context });
  const ref = { streamId: stream.id, shardNumber: shard.number };
  return { ShardIterator: sealShardIterator(seal, { shard: ref, position, issuedAtMs: clock.nowMs() }) };
}
