import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateAccountSettings', (api) => {
  const { client } = api;

  it('commits the account to a minimum of throughput', async () => {
    const answer = await client.updateAccountSettings({
      MinimumThroughputBillingCommitment: { Status: 'ENABLED' },
    });
    expect(answer.MinimumThroughputBillingCommitment?.Status).toBe('ENABLED');
    const { MinimumThroughputBillingCommitment } = await client.describeAccountSettings({});
    expect(MinimumThroughputBillingCommitment).toEqual(answer.MinimumThroughputBillingCommitment);
  });

  it('refuses another status', async () => {
    const Status = 'MAYBE' as 'ENABLED';
    const refused = client.updateAccountSettings({ MinimumThroughputBillingCommitment: { Status } });
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
