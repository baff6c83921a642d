import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DescribeStream', (api) => {
  const { client } = api;

  it('describes the stream with a page of its shards', async () => {
    const { StreamName, StreamARN } = await api.newStream({ ShardCount: 3 });
    const { StreamDescription } = await client.describeStream({ StreamName, Limit: 2 });
    expect(StreamDescription).toMatchObject({
      StreamName,
      StreamARN,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
      HasMoreShards: true,
    });
    expect(StreamDescription).not.toHaveProperty('KeyId');
    const last = StreamDescription?.Shards?.at(-1)?.ShardId;
    const rest = await client.describeStream({ StreamARN, ExclusiveStartShardId: last });
    expect(rest.StreamDescription?.Shards?.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000002']);
    expect(rest.StreamDescription?.HasMoreShards).toBe(false);
  });
});
