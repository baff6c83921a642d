import type { ShardRef, StreamId } from '#lib/kinesis';

/** A shard as the key of its actor and of its tail: `<stream id>/<shard number>`. */
export function shardKeyOf(shard: ShardRef): string {
  return `${shard.streamId}/${shard.shardNumber}`;
}

/** Reads a key of `shardKeyOf` back. */
export function shardOfKey(key: string): ShardRef {
  const slash = key.lastIndexOf('/');
  return { streamId: key.slice(0, slash) as StreamId, shardNumber: Number(key.slice(slash + 1)) };
}
