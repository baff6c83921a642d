import {
  comparePositions,
  LAST_EPOCH,
  LAST_INDEX,
  LAST_SECOND,
  LOG_START,
  type LogPosition,
  type StreamId,
} from '#lib/kinesis';

/**
 * How far somebody has read a stream, in a text of at most 2.1 KB, which fits into a header:
 *
 *     <stream id>;<since>;<shard>.<epoch>.<second>.<index>,…
 *
 * All numbers are in base 36, epochs from the first one. Shards have exact places as far as there is room, those that
 * moved last; of all others everything that was stored before `since` (ms since 1970) was read, and perhaps more. It is
 * empty where there are no others.
 */
export interface TailPlace {
  readonly streamId: StreamId;
  readonly sinceMs?: number;
  readonly shards: readonly ShardPlace[];
}

export interface ShardPlace {
  readonly shardNumber: number;
  /** The next record is the first one at or after it. */
  readonly position: LogPosition;
}

/** Exact places in one text: 30 characters each at most, 16 usually. */
export const MOST_PLACES = 64;
const BASE = 36;
const FIRST_EPOCH = LOG_START.epoch;

export function writeTailPlace({ streamId, sinceMs, shards }: TailPlace): string {
  const since = sinceMs === undefined ? '' : Math.max(0, sinceMs).toString(BASE);
  return `${streamId};${since};${shards.map(writeShardPlace).join(',')}`;
}

export function writeShardPlace({ shardNumber, position }: ShardPlace): string {
  const { epoch, second, index } = position;
  return [shardNumber, epoch - FIRST_EPOCH, second, index].map((number) => number.toString(BASE)).join('.');
}

const NUMBER = '[0-9a-z]{1,10}';
const SHARD_PLACE = `${NUMBER}\\.${NUMBER}\\.${NUMBER}\\.${NUMBER}`;
const TAIL_PLACE = new RegExp(
  `^([a-z0-9]{20}-[a-z0-9]{3});(${NUMBER})?;((?:${SHARD_PLACE})(?:,${SHARD_PLACE}){0,${MOST_PLACES - 1}})?$`,
);

/** Undefined where the text is none of `writeTailPlace`. */
export function parseTailPlace(text: string): TailPlace | undefined {
  const [, streamId, since, places] = TAIL_PLACE.exec(text) ?? [];
  if (streamId === undefined) return undefined;
  const shards = places === undefined ? [] : places.split(',').map(parseShardPlace);
  if (!shards.every(isPlace)) return undefined;
  return {
    streamId: streamId as StreamId,
    ...(since === undefined ? {} : { sinceMs: parseInt(since, BASE) }),
    shards,
  };
}

function parseShardPlace(text: string): ShardPlace {
  const [shardNumber = 0, epoch = 0, second = 0, index = 0] = text
    .split('.')
    .map((part) => parseInt(part, BASE));
  return { shardNumber, position: { epoch: epoch + FIRST_EPOCH, second, index } };
}

function isPlace({ position }: ShardPlace): boolean {
  const { epoch, second, index } = position;
  const isInRange = epoch <= LAST_EPOCH && second <= LAST_SECOND && index <= LAST_INDEX;
  return isInRange && comparePositions(position, LOG_START) >= 0;
}
