import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateStreamWarmThroughput', (api) => {
  const { client } = api;

  it('keeps throughput warm, once the account commits to a minimum', async () => {
    await client.updateAccountSettings({ MinimumThroughputBillingCommitment: { Status: 'ENABLED' } });
    const { StreamName } = await api.newStream({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    const answer = await client.updateStreamWarmThroughput({ StreamName, WarmThroughputMiBps: 5 });
    expect(answer).toMatchObject({ StreamName, WarmThroughput: { TargetMiBps: 5 } });
    await api.untilActive(StreamName);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.WarmThroughput?.TargetMiBps).toBe(5);
  });

  it('refuses a stream in mode PROVISIONED', async () => {
    const { StreamName } = await api.newStream();
    const refused = client.updateStreamWarmThroughput({ StreamName, WarmThroughputMiBps: 5 });
    await expect(refused).rejects.toMatchObject({
      name: expect.stringMatching(/^(Validation|InvalidArgument)Exception$/),
    });
  });
});
