import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DescribeAccountSettings', (api) => {
  const { client } = api;

  it('tells whether the account commits to a minimum of throughput', async () => {
    const { MinimumThroughputBillingCommitment } = await client.describeAccountSettings({});
    expect(MinimumThroughputBillingCommitment?.Status).toMatch(
      /^(ENABLED|DISABLED|ENABLED_UNTIL_EARLIEST_ALLOWED_END)$/,
    );
  });
});
