import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
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

  it('leaves the stream UPDATING for a moment, in which it takes records and no other change', async () => {
    // It does not last, and a slow machine may come too late.
    await eventually(async () => {
      const { StreamName } = await api.newStream();
      const change = { StreamName, RetentionPeriodHours: 48 };
      await client.increaseStreamRetentionPeriod(change);
      const [, refusal] = await Promise.all([
        client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from('x') }),
        client.increaseStreamRetentionPeriod(change).catch((error: unknown) => error),
      ]);
      expect(refusal).toMatchObject({
        name: 'ResourceInUseException',
        message: `Stream ${StreamName} under account 000000000000 not ACTIVE, instead in state UPDATING`,
      });
    });
  });
});
