import {
  after,
  LOG_START,
  trimHorizonMs,
  unreachable,
  type LogPosition,
  type ShardRef,
  type StartingPlace,
  type Stream,
} from '#lib/kinesis';
import type { ShardClient } from '#lib/ports';

/** A time before the trim horizon is the trim horizon. Source: the API reference of GetShardIterator. */
export function fromTrimHorizon(place: StartingPlace, stream: Stream, nowMs: number): StartingPlace {
  if (place.type !== 'time' || place.timestampMs > trimHorizonMs(stream, nowMs)) return place;
  return { type: 'position', position: LOG_START };
}

/** Finds the place in the shard's log. Rejects with a ShardError. */
export async function positionOfPlace(
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
