import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DecreaseStreamRetentionPeriod', (api) => {
  const { client } = api;

  it('keeps records for a shorter time', async () => {
    const { StreamName } = await api.newStream();
    await client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 48 });
    await api.untilActive(StreamName);
    await client.decreaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 24 });
    await api.untilActive(StreamName);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.RetentionPeriodHours).toBe(24);
  });

  it('refuses a longer period, and one below 24 hours', async () => {
    const { StreamName } = await api.newStream();
    for (const RetentionPeriodHours of [25, 23])
      await expect(
        client.decreaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours }),
      ).rejects.toThrow(InvalidArgumentException);
  });
});
