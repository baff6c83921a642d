import {
  after,
  decideStartingPosition,
  LOG_START,
  resolveShard,
  sealShardIterator,
  trimHorizonMs,
  unreachable,
  type LogPosition,
  type ShardRef,
  type StartingPlace,
} from '#lib/kinesis';
import type { ShardClient } from '#lib/ports';
import type { KinesisApi } from '#lib/wire';
import { streamWithRecords } from '../addressed-stream.js';
import { endDryRun } from '../dry-run.js';
import type { OperationContext } from '../operation-context.js';
import { answerToShardFailure } from '../storage-failure.js';

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
  const asked = decideStartingPosition(request, { stream, shard, scope, nowMs });
  const place = fromTrimHorizon(asked, trimHorizonMs(stream, nowMs));
  endDryRun(input);
  const ref = { streamId: stream.id, shardNumber: shard.number };
  const position = await positionOf(place, { shard: ref, router: context.router }).catch((error: unknown) => {
    throw answerToShardFailure(error, { stream, shardNumber: shard.number, scope });
  });
  return { ShardIterator: sealShardIterator(seal, { shard: ref, position, issuedAtMs: clock.nowMs() }) };
}

/** A time before the trim horizon is the trim horizon. Source: the API reference of GetShardIterator. */
function fromTrimHorizon(place: StartingPlace, horizonMs: number): StartingPlace {
  if (place.type !== 'time' || place.timestampMs > horizonMs) return place;
  return { type: 'position', position: LOG_START };
}

async function positionOf(
  place: StartingPlace,
  { shard, router }: { readonly shard: ShardRef; readonly router: ShardClient },
): Promise<LogPosition> {
  switch (place.type) {
    case 'position':
      return place.position;
    case 'tip':
      return after((await router.tip(shard)).position);
    case 'time':
      return router.locate(shard, place.timestampMs);
    default:
      return unreachable(place);
  }
}
