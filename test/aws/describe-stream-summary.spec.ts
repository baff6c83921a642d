import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DescribeStreamSummary', (api) => {
  const { client } = api;

  // Requests that send it go to a host of AWS's own, wherever the client's endpoint is: the SDK's rules say so.
  it('tells the incarnation by its StreamId', async () => {
    const { StreamName } = await api.newStream();
    const { StreamDescriptionSummary: summary } = await client.describeStreamSummary({ StreamName });
    expect(summary?.StreamId).toMatch(/^[a-z0-9]{20}-[a-z0-9]{3}$/);
  });

  it('counts shards and consumers', async () => {
    const { StreamName, StreamARN } = await api.newStream({ ShardCount: 2 });
    await client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 2, ConsumerCount: 1, ChannelCount: 0 });
  });
});
