import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('ListShards', (api) => {
  const { client } = api;

  it('lists shards by each of the six filters, page by page', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 5 });
    const all = [0, 1, 2, 3, 4];
    const numbers = async (input: object) => {
      const { Shards = [] } = await client.listShards({ StreamName, ...input });
      return Shards.map(({ ShardId = '' }) => Number(ShardId.slice(-12)));
    };
    const Timestamp = new Date();
    for (const Type of ['AT_LATEST', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON'])
      expect(await numbers({ ShardFilter: { Type } })).toEqual(all);
    for (const Type of ['AT_TIMESTAMP', 'FROM_TIMESTAMP'])
      expect(await numbers({ ShardFilter: { Type, Timestamp } })).toEqual(all);
    expect(await numbers({ ShardFilter: { Type: 'AFTER_SHARD_ID', ShardId: 'shardId-2' } })).toEqual([3, 4]);
    expect(await numbers({ ExclusiveStartShardId: 'shardId-000000000003' })).toEqual([4]);
    const page = await client.listShards({ StreamName, MaxResults: 3 });
    const rest = await client.listShards({ NextToken: page.NextToken });
    expect(rest.Shards?.map(({ ShardId }) => ShardId)).toEqual([
      'shardId-000000000003',
      'shardId-000000000004',
    ]);
    expect(rest.NextToken).toBeUndefined();
  });

  it('refuses a token together with what it stands for', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 2 });
    const { NextToken } = await client.listShards({ StreamName, MaxResults: 1 });
    await expect(client.listShards({ StreamName, NextToken })).rejects.toThrow(InvalidArgumentException);
  });
});
