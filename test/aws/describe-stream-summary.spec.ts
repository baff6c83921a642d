import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DescribeStreamSummary', (api) => {
  const { client } = api;

  it('tells the incarnation by its StreamId, which later requests may send', async () => {
    const { StreamName } = await api.newStream();
    const { StreamDescriptionSummary: summary } = await client.describeStreamSummary({ StreamName });
    expect(summary?.StreamId).toMatch(/^[a-z0-9]{20}-[a-z0-9]{3}$/);
    await client.describeStream({ StreamName, StreamId: summary?.StreamId });
    const StreamId = 'abcdefghij0123456789-xyz';
    await expect(client.describeStream({ StreamName, StreamId })).rejects.toThrow(ResourceNotFoundException);
  });

  it('counts shards and consumers', async () => {
    const { StreamName, StreamARN } = await api.newStream({ ShardCount: 2 });
    await client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 2, ConsumerCount: 1, ChannelCount: 0 });
  });
});
