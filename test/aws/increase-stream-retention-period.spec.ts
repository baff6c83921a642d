import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('IncreaseStreamRetentionPeriod', (api) => {
  const { client } = api;

  it('keeps records longer; to the present value it succeeds too', async () => {
    const { StreamName } = await api.newStream();
    await client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 24 });
    await api.untilActive(StreamName);
    await client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 48 });
    await api.untilActive(StreamName);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.RetentionPeriodHours).toBe(48);
  });

  it('refuses a shorter period, in AWS’s sentence, and one out of range', async () => {
    const { StreamName } = await api.newStream();
    await client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 25 });
    await api.untilActive(StreamName);
    await expect(
      client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 24 }),
    ).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message:
        `Requested retention period (24 hours) for stream ${StreamName} can not be shorter than existing retention ` +
        'period (25 hours). Use DecreaseRetentionPeriod API.',
    });
    const tooLong = client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 8761 });
    await expect(tooLong).rejects.toThrow(InvalidArgumentException);
  });
});
