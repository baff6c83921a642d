import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DescribeLimits', (api) => {
  const { client } = api;

  it('tells the limits and how much of them is used', async () => {
    const before = await client.describeLimits({});
    await api.newStream({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    const after = await client.describeLimits({});
    expect(after).toMatchObject({ ShardLimit: 500, OnDemandStreamCountLimit: 50 });
    expect(after.OpenShardCount).toBeGreaterThanOrEqual((before.OpenShardCount ?? 0) + 4);
    expect(after.OnDemandStreamCount).toBeGreaterThan(before.OnDemandStreamCount ?? 0);
  });
});
