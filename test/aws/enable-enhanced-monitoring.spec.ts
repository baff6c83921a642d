import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('EnableEnhancedMonitoring', (api) => {
  const { client } = api;

  it('switches shard-level metrics on, and tells which are and which will be', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    const answer = await client.enableEnhancedMonitoring({
      StreamName,
      ShardLevelMetrics: ['IncomingBytes', 'OutgoingRecords'],
    });
    expect(answer).toMatchObject({
      StreamName,
      StreamARN,
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingRecords'],
    });
    await api.untilActive(StreamName);
    await client.enableEnhancedMonitoring({ StreamName, ShardLevelMetrics: ['ALL'] });
    await api.untilActive(StreamName);
    const { StreamDescription } = await client.describeStream({ StreamName });
    expect(StreamDescription?.EnhancedMonitoring?.[0]?.ShardLevelMetrics).toHaveLength(7);
  });
});
