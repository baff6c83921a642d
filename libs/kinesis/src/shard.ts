import type { Brand } from './brand.js';
import type { HashKeyRange } from './hash-key-range.js';
import type { StreamId } from './stream-id.js';

/** `shardId-` and twelve digits. */
export type ShardId = Brand<string, 'ShardId'>;

/** A shard, wherever it lives: the stream's incarnation and its number there. It names the shard's log. */
export interface ShardRef {
  readonly streamId: StreamId;
  readonly shardNumber: number;
}

/** A shard as its stream knows it. */
export interface Shard {
  readonly number: number;
  readonly range: HashKeyRange;
  /** None for a stream's first shards, one for the child of a split, two for the child of a merge. */
  readonly parents: readonly number[];
  /** Second at which it became writable; part of each of its sequence numbers. */
  readonly createdAtSecond: number;
  /** Second of its seal; absent while it is open. */
  readonly closedAtSecond?: number;
}

const SHARD_NUMBER_LIMIT = 2 ** 32;

export function shardIdOf(shardNumber: number): ShardId {
  return `shardId-${String(shardNumber).padStart(12, '0')}` as ShardId;
}

/**
 * Reads a shard id. `shardId-000000000001`, `shardId-1` and `1` are one shard: AWS takes the short forms.
 *
 * @returns undefined where the text names no shard.
 */
export function parseShardId(text: string): number | undefined {
  const match = /^(?:shardId-)?(\d{1,12})$/.exec(text);
  const number = match ? Number(match[1]) : SHARD_NUMBER_LIMIT;
  return number < SHARD_NUMBER_LIMIT ? number : undefined;
}

export const isOpen = (shard: Shard): boolean => shard.closedAtSecond === undefined;
