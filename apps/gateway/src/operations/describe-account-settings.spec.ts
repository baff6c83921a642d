import { describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { describeAccountSettings } from './describe-account-settings.js';
import { updateAccountSettings } from './update-account-settings.js';

describe('DescribeAccountSettings', () => {
  it('tells the commitment as it is now, also where it has ended by itself', async () => {
    const gateway = await MemoryGateway.open();
    const { context, nowMs } = gateway;
    const described = () => describeAccountSettings({}, context).MinimumThroughputBillingCommitment;
    expect(described()).toEqual({ Status: 'DISABLED' });
    for (const Status of ['ENABLED', 'DISABLED'] as const)
      await updateAccountSettings({ MinimumThroughputBillingCommitment: { Status } }, context);
    const endMs = nowMs + 24 * 3_600_000;
    expect(described()).toEqual({
      Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END',
      StartedAt: nowMs,
      EarliestAllowedEndAt: endMs,
    });
    gateway.nowMs = endMs;
    expect(described()).toEqual({ Status: 'DISABLED', StartedAt: nowMs, EndedAt: endMs });
    await gateway.close();
  });
});
