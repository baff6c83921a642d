import { decideStartingPosition, resolveConsumer, resolveShard } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { endDryRun } from '../dry-run.js';
import type { OperationContext } from '../operation-context.js';
import type { ShardSubscription } from '../push/shard-subscription.js';
import { positionOfPlace } from '../records/position-of-place.js';

/**
 * Subscribes a consumer to a shard for five minutes: what is stored comes as an event at once, and an event comes every
 * five seconds where nothing is.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   LimitExceededException, InternalFailure, ServiceUnavailable, DryRunOperationException.
 */
export async function subscribeToShard(
  input: KinesisApi.SubscribeToShardInput,
  context: OperationContext,
): Promise<ShardSubscription> {
  const { catalogue, scope, clock, subscriptions } = context;
  const { ConsumerARN: consumerArn, StreamId: streamId, StartingPosition: start } = input;
  const { stream, consumer } = resolveConsumer(catalogue.account(), { consumerArn, streamId }, scope);
  const shard = resolveShard(stream, input.ShardId, scope);
  const request = {
    type: start.Type,
    startingSequenceNumber: start.SequenceNumber,
    timestampMs: start.Timestamp,
  };
  const nowMs = clock.nowMs();
  const place = decideStartingPosition(request, {
    stream,
    shard,
    scope,
    nowMs,
    operation: 'SubscribeToShard',
  });
  endDryRun(input);
  const from = await positionOfPlace(place, { stream, shard, nowMs, context });
  return subscriptions.subscribe({ stream, consumer, shard, from });
}
