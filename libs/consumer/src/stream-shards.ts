import type { KinesisClient, KinesisOperations } from '#lib/wire';
import type { ListedShard } from './shard-lineage.js';

/** A stream and the way to it. */
export interface ReachedStream {
  readonly client: KinesisClient;
  readonly stream: string;
}

type ListShards = KinesisOperations['ListShards'];

/** All shards of a stream that are still listed, over all pages. */
export async function listShards(
  { client, stream }: ReachedStream,
  signal: AbortSignal,
): Promise<readonly ListedShard[]> {
  const shards: ListedShard[] = [];
  let input: ListShards['input'] | undefined = { StreamName: stream };
  while (input) {
    const page: ListShards['output'] = await client.call('ListShards', input, { signal });
    for (const shard of page.Shards) {
      const parents = [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined);
      shards.push({ shardId: shard.ShardId, parents });
    }
    input = page.NextToken === undefined ? undefined : { NextToken: page.NextToken };
  }
  return shards;
}

/** The incarnation of the stream. @throws KinesisCallError ResourceNotFoundException. */
export async function streamIdOf({ client, stream }: ReachedStream, signal: AbortSignal): Promise<string> {
  const input = { StreamName: stream };
  const { StreamDescriptionSummary } = await client.call('DescribeStreamSummary', input, { signal });
  return StreamDescriptionSummary.StreamId;
}
