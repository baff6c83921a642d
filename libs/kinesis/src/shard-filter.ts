import { invalidArgument, type KinesisError } from './errors.js';
import { endedAtMs, isExpired, startedAtMs, trimHorizonMs } from './retention-period.js';
import { isOpen, parseShardId, type Shard } from './shard.js';
import type { Stream } from './stream.js';
import { unreachable } from './unreachable.js';

/**
 * Which shards of a stream ListShards answers.
 *
 * - `AT_LATEST`: the open ones. `AT_TRIM_HORIZON`, `AT_TIMESTAMP`: those that were open then.
 * - `FROM_TRIM_HORIZON` (default), `FROM_TIMESTAMP`: those that were open then or later.
 * - `AFTER_SHARD_ID`: those behind it.
 *
 * A time before the trim horizon is the trim horizon. Expired shards are in none of them.
 *
 * Source: Kinesis service model, ShardFilter.
 */
export type ShardFilter =
  | { readonly type: 'AFTER_SHARD_ID'; readonly shardNumber: number }
  | { readonly type: 'AT_TIMESTAMP' | 'FROM_TIMESTAMP'; readonly timestampMs: number }
  | { readonly type: 'AT_TRIM_HORIZON' | 'FROM_TRIM_HORIZON' | 'AT_LATEST' };

export const DEFAULT_SHARD_FILTER: ShardFilter = { type: 'FROM_TRIM_HORIZON' };

/** A filter as a request says it. */
export interface ShardFilterRequest {
  readonly type: ShardFilter['type'];
  readonly shardId?: string | undefined;
  readonly timestampMs?: number | undefined;
}

/** @throws KinesisError InvalidArgumentException: a shard id or a time is missing, malformed, or given in vain. */
export function parseShardFilter(request: ShardFilterRequest): ShardFilter {
  const { type, shardId, timestampMs } = request;
  if (type !== 'AFTER_SHARD_ID' && shardId !== undefined) throw misused(request, 'cannot specify ShardId');
  const isAtTime = type === 'AT_TIMESTAMP' || type === 'FROM_TIMESTAMP';
  if (!isAtTime && timestampMs !== undefined) throw misused(request, 'cannot specify Timestamp');
  if (type === 'AFTER_SHARD_ID') {
    if (shardId === undefined) throw misused(request, 'must specify ShardId');
    const shardNumber = parseShardId(shardId);
    if (shardNumber === undefined) throw misused(request, `cannot use ShardId ${shardId}`);
    return { type, shardNumber };
  }
  if (!isAtTime) return { type };
  if (timestampMs === undefined) throw misused(request, 'must specify Timestamp');
  return { type, timestampMs };
}

function misused(request: ShardFilterRequest, how: string): KinesisError {
  return invalidArgument(`A ShardFilter of type ${request.type} ${how}.`);
}

export interface ListShardsQuery {
  readonly filter: ShardFilter;
  /** The page begins behind it. */
  readonly exclusiveStartShardNumber?: number | undefined;
  readonly maxResults: number;
  readonly nowMs: number;
}

export interface ShardPage {
  /** By number. */
  readonly shards: readonly Shard[];
  readonly hasMore: boolean;
}

/** A page of the shards that pass the filter; the next one begins behind its last shard. */
export function listShards(stream: Stream, query: ListShardsQuery): ShardPage {
  const { filter, exclusiveStartShardNumber = -1, maxResults, nowMs } = query;
  const shards: Shard[] = [];
  for (const shard of stream.shards.slice(exclusiveStartShardNumber + 1)) {
    if (isExpired(stream, shard, nowMs) || !passes(filter, { stream, shard, nowMs })) continue;
    if (shards.length === maxResults) return { shards, hasMore: true };
    shards.push(shard);
  }
  return { shards, hasMore: false };
}

interface Candidate {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly nowMs: number;
}

function passes(filter: ShardFilter, { stream, shard, nowMs }: Candidate): boolean {
  const horizonMs = trimHorizonMs(stream, nowMs);
  switch (filter.type) {
    case 'AFTER_SHARD_ID':
      return shard.number > filter.shardNumber;
    case 'AT_LATEST':
      return isOpen(shard);
    case 'AT_TRIM_HORIZON':
      return wasOpenAt(horizonMs, { stream, shard });
    case 'FROM_TRIM_HORIZON':
      return true;
    case 'AT_TIMESTAMP':
      return wasOpenAt(Math.max(filter.timestampMs, horizonMs), { stream, shard });
    case 'FROM_TIMESTAMP':
      return endedAtMs(shard) > filter.timestampMs;
    default:
      return unreachable(filter);
  }
}

function wasOpenAt(timeMs: number, { stream, shard }: Pick<Candidate, 'stream' | 'shard'>): boolean {
  return startedAtMs(stream, shard) <= timeMs && timeMs < endedAtMs(shard);
}
