import { describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { describeLimits } from './describe-limits.js';

describe('DescribeLimits', () => {
  it('tells the quotas of the account and how much of them is used', async () => {
    const gateway = await MemoryGateway.open({ shardQuota: 20 });
    await gateway.createStream('orders', { shardCount: 3 });
    await gateway.createStream('clicks', { mode: 'ON_DEMAND' });
    expect(describeLimits({}, gateway.context)).toEqual({
      ShardLimit: 20,
      OpenShardCount: 7,
      OnDemandStreamCount: 1,
      OnDemandStreamCountLimit: 50,
      ChannelCount: 0,
      ChannelCountLimit: 0,
    });
    await gateway.close();
  });
});
