import type { ShardPosition } from './state-store.js';

/** A shard as ListShards names it. */
export interface ListedShard {
  readonly shardId: string;
  readonly parents: readonly string[];
}

/**
 * The shards that may be read now: unfinished, and every parent that is still listed is finished. A parent that is no
 * longer listed has left the retention; nothing of it can be read any more. So a key's records are read in the order in
 * which they were put, across splits and merges.
 */
export function readableShards(
  shards: readonly ListedShard[],
  positions: Readonly<Record<string, ShardPosition>>,
): readonly ListedShard[] {
  const isFinished = (shardId: string): boolean => 'isFinished' in (positions[shardId] ?? {});
  const listed = new Set(shards.map((shard) => shard.shardId));
  return shards.filter(
    (shard) =>
      !isFinished(shard.shardId) &&
      shard.parents.every((parent) => !listed.has(parent) || isFinished(parent)),
  );
}
