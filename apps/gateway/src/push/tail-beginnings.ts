import {
  ancestorsOf,
  childrenOf,
  decideStartingPosition,
  listShards,
  resolveShard,
  unreachable,
  type LogPosition,
  type Shard,
  type ShardFilter,
  type Stream,
} from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';
import { positionOfPlace } from '../records/position-of-place.js';
import type { TailPlace } from './tail-place.js';

/** Where a tail begins in one shard. */
export interface TailBeginning {
  readonly shard: Shard;
  readonly position: LogPosition;
  /** Whoever reads from this time on misses nothing of the shard. Ms since 1970. */
  readonly sinceMs: number;
}

export type TailStart =
  | { readonly type: 'LATEST' | 'TRIM_HORIZON' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number };

export interface TailRequest {
  readonly stream: Stream;
  /** Only this shard, and what becomes of it; all shards without it. */
  readonly shardId?: string | undefined;
  readonly start: TailStart;
}

/** More than the clocks of two processes are apart. */
const CLOCK_DIFFERENCE_MS = 5_000;
/** Shards whose places are looked up at a time. */
const AT_A_TIME = 32;

/**
 * Where to begin so that, with children after their parents, every record from the start on is read.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, InternalFailure.
 */
export async function tailBeginnings(
  { stream, shardId, start }: TailRequest,
  context: OperationContext,
): Promise<readonly TailBeginning[]> {
  const nowMs = context.clock.nowMs();
  const shards =
    shardId === undefined ? shardsAt(stream, start, nowMs) : [resolveShard(stream, shardId, context.scope)];
  return beginningsOf(shards, { stream, start, nowMs, context });
}

/**
 * Where to go on from a place that an earlier tail reached: exactly there in the shards that it names.
 *
 * @throws KinesisError ResourceNotFoundException, InternalFailure.
 */
export async function resumedBeginnings(
  stream: Stream,
  { shards: places, sinceMs }: TailPlace,
  context: OperationContext,
): Promise<readonly TailBeginning[]> {
  const named = places.map(({ shardNumber, position }) => {
    const shard = resolveShard(stream, String(shardNumber), context.scope);
    return { shard, position, sinceMs: position.second * 1000 };
  });
  if (sinceMs === undefined) return named;
  const nowMs = context.clock.nowMs();
  const start: TailStart = { type: 'AT_TIMESTAMP', timestampMs: Math.min(sinceMs, nowMs) };
  const isUnread = unreadBeside(
    named.map(({ shard }) => shard),
    stream,
  );
  const others = shardsAt(stream, start, nowMs).flatMap(isUnread);
  return [...named, ...(await beginningsOf([...new Set(others)], { stream, start, nowMs, context }))];
}

function filterOf(start: TailStart): ShardFilter {
  switch (start.type) {
    case 'LATEST':
      return { type: 'AT_LATEST' };
    case 'TRIM_HORIZON':
      return { type: 'AT_TRIM_HORIZON' };
    case 'AT_TIMESTAMP':
      return start;
    default:
      return unreachable(start);
  }
}

const shardsAt = (stream: Stream, start: TailStart, nowMs: number): readonly Shard[] =>
  listShards(stream, { filter: filterOf(start), nowMs, maxResults: Infinity }).shards;

/**
 * Of a shard that was open at some time, what is to be read of it and its descendants beside shards that are read anyway:
 * not those that come before or after them.
 */
function unreadBeside(read: readonly Shard[], stream: Stream): (shard: Shard) => readonly Shard[] {
  const before = new Set(read.flatMap((shard) => [...ancestorsOf(shard, stream)]));
  const unread = (shard: Shard): readonly Shard[] => {
    if (before.has(shard)) return childrenOf(shard, stream).flatMap(unread);
    const lineage = ancestorsOf(shard, stream);
    return read.some((each) => each === shard || lineage.has(each)) ? [] : [shard];
  };
  return unread;
}

interface BeginningsRequest {
  readonly stream: Stream;
  readonly start: TailStart;
  readonly nowMs: number;
  readonly context: OperationContext;
}

/** @throws KinesisError */
async function beginningsOf(
  shards: readonly Shard[],
  request: BeginningsRequest,
): Promise<readonly TailBeginning[]> {
  const beginnings: TailBeginning[] = [];
  for (let i = 0; i < shards.length; i += AT_A_TIME) {
    const turn = shards.slice(i, i + AT_A_TIME).map((shard) => beginningOf(shard, request));
    beginnings.push(...(await Promise.all(turn)));
  }
  return beginnings;
}

async function beginningOf(
  shard: Shard,
  { stream, start, nowMs, context }: BeginningsRequest,
): Promise<TailBeginning> {
  const place = decideStartingPosition(start, { stream, shard, scope: context.scope, nowMs });
  const position = await positionOfPlace(place, { stream, shard, nowMs, context });
  return { shard, position, sinceMs: sinceOf(start, nowMs) };
}

function sinceOf(start: TailStart, nowMs: number): number {
  switch (start.type) {
    case 'LATEST':
      return nowMs - CLOCK_DIFFERENCE_MS;
    case 'TRIM_HORIZON':
      return 0;
    case 'AT_TIMESTAMP':
      return start.timestampMs;
    default:
      return unreachable(start);
  }
}
