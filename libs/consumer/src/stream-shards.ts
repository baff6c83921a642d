import type { KinesisClient } from '#lib/wire';
import type { ListedShard } from './shard-lineage.js';

/** All shards of a stream that are still listed, over all pages. */
export async function listShards(
  client: KinesisClient,
  stream: string,
  signal: AbortSignal,
): Promise<readonly ListedShard[]> {
  const shards: ListedShard[] = [];
  let input: { StreamName: string } | { NextToken: string } | undefined = { StreamName: stream };
  while (input) {
    const page: Awaited<ReturnType<typeof client.call<'ListShards'>>> = await client.call(
      'ListShards',
      input,
      {
        signal,
      },
    );
    for (const shard of page.Shards) {
      const parents = [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined);
      shards.push({ shardId: shard.ShardId, parents });
    }
    input = page.NextToken === undefined ? undefined : { NextToken: page.NextToken };
  }
  return shards;
}

/** The incarnation of the stream. @throws KinesisCallError ResourceNotFoundException. */
export async function streamIdOf(
  client: KinesisClient,
  stream: string,
  signal: AbortSignal,
): Promise<string> {
  const { StreamDescriptionSummary } = await client.call(
    'DescribeStreamSummary',
    { StreamName: stream },
    { signal },
  );
  return StreamDescriptionSummary.StreamId;
}
