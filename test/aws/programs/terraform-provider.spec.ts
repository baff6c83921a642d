import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { eventually } from '../../eventually.js';
import { describeOperation } from '../kinesis-api.js';

// The calls, in their order, by which Terraform's provider makes, reads and destroys an `aws_kinesis_stream`.
describeOperation("The life of Terraform's aws_kinesis_stream", (api) => {
  const { client } = api;
  const StreamName = api.freeName();
  const KMS = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;

  async function summary() {
    return (await client.describeStreamSummary({ StreamName })).StreamDescriptionSummary;
  }

  const untilActive = () => eventually(async () => (await summary())?.StreamStatus === 'ACTIVE');

  it('goes from plan to apply to destroy', async () => {
    expect((await client.describeLimits({})).ShardLimit).toBeGreaterThan(0);
    const StreamModeDetails = { StreamMode: 'PROVISIONED' } as const;
    await client.createStream({ StreamName, ShardCount: 1, StreamModeDetails, Tags: { Name: 'orders' } });
    await untilActive();

    await client.increaseStreamRetentionPeriod({ StreamName, RetentionPeriodHours: 24 });
    await untilActive();
    await client.enableEnhancedMonitoring({
      StreamName,
      ShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
    });
    await untilActive();
    await client.startStreamEncryption({ StreamName, ...KMS });
    await untilActive();

    expect(await summary()).toMatchObject({
      ...KMS,
      RetentionPeriodHours: 24,
      OpenShardCount: 1,
      StreamModeDetails,
      EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'] }],
    });
    const { Tags } = await client.listTagsForStream({ StreamName });
    expect(Tags).toEqual([{ Key: 'Name', Value: 'orders' }]);

    await client.deleteStream({ StreamName, EnforceConsumerDeletion: false });
    await eventually(() =>
      summary().then(
        () => false,
        (error) => error instanceof ResourceNotFoundException,
      ),
    );
  });
});
