import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DisableEnhancedMonitoring', (api) => {
  const { client } = api;

  it('switches shard-level metrics off', async () => {
    const { StreamName } = await api.newStream();
    await client.enableEnhancedMonitoring({ StreamName, ShardLevelMetrics: ['ALL'] });
    await api.untilActive(StreamName);
    const answer = await client.disableEnhancedMonitoring({
      StreamName,
      ShardLevelMetrics: ['IncomingBytes'],
    });
    expect(answer.CurrentShardLevelMetrics).toHaveLength(7);
    expect(answer.DesiredShardLevelMetrics).toHaveLength(6);
    await api.untilActive(StreamName);
    await client.disableEnhancedMonitoring({ StreamName, ShardLevelMetrics: ['ALL'] });
    await api.untilActive(StreamName);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.EnhancedMonitoring).toEqual([{ ShardLevelMetrics: [] }]);
  });
});
