import {
  after,
  LOG_START,
  trimHorizonMs,
  unreachable,
  type LogPosition,
  type Shard,
  type StartingPlace,
  type Stream,
} from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';
import { answerToShardFailure } from '../storage-failure.js';

/** Where a place is looked for, and when. */
export interface SearchedShard {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly nowMs: number;
  readonly context: Pick<OperationContext, 'router' | 'scope'>;
}

/** Finds the place in the shard's log. @throws KinesisError as `answerToShardFailure`. */
export async function positionOfPlace(place: StartingPlace, searched: SearchedShard): Promise<LogPosition> {
  try {
    return await found(place, searched);
  } catch (error) {
    const { stream, shard, context } = searched;
    throw answerToShardFailure(error, { stream, shardNumber: shard.number, scope: context.scope });
  }
}

async function found(place: StartingPlace, { stream, shard, nowMs, context }: SearchedShard) {
  const { router } = context;
  const ref = { streamId: stream.id, shardNumber: shard.number };
  switch (place.type) {
    case 'position':
      return place.position;
    case 'tip':
      return after((await router.tip(ref)).position);
    case 'time':
      // A time before the trim horizon is the trim horizon. Source: the API reference of GetShardIterator.
      return place.timestampMs > trimHorizonMs(stream, nowMs)
        ? router.locate(ref, place.timestampMs)
        : LOG_START;
    default:
      return unreachable(place);
  }
}
