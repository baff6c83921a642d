import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { describeStreamSummary } from './describe-stream-summary.js';
import { enableEnhancedMonitoring } from './enable-enhanced-monitoring.js';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.js';
import { startStreamEncryption } from './start-stream-encryption.js';
import { updateAccountSettings } from './update-account-settings.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
});
afterEach(() => gateway.close());

const summaryOf = (input: Parameters<typeof describeStreamSummary>[0]) =>
  describeStreamSummary(input, gateway.context).StreamDescriptionSummary;

describe('DescribeStreamSummary', () => {
  it('says everything about a stream in mode PROVISIONED', async () => {
    const { id, createdAtMs } = await gateway.createStream('orders', { shardCount: 3 });
    expect(summaryOf({ StreamName: 'orders' })).toEqual({
      StreamName: 'orders',
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      StreamId: id,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      RetentionPeriodHours: 24,
      StreamCreationTimestamp: createdAtMs,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
      OpenShardCount: 3,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: 1024,
      ChannelCount: 0,
    });
    expect(id).toMatch(/^[a-z0-9]{20}-[a-z0-9]{3}$/);
  });

  it('adds what only a stream in mode ON_DEMAND has', async () => {
    const MinimumThroughputBillingCommitment = { Status: 'ENABLED' } as const;
    await updateAccountSettings({ MinimumThroughputBillingCommitment }, gateway.context);
    await gateway.createStream('orders', { mode: 'ON_DEMAND', warmThroughputMiBps: 7 });
    expect(summaryOf({ StreamName: 'orders' })).toMatchObject({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      OpenShardCount: 4,
      RecordDistributionStrategy: 'USER_PARTITION_KEY',
      WarmThroughput: { TargetMiBps: 7, CurrentMiBps: 7 },
    });
  });

  it('tells warm throughput only while the account commits to a minimum of it', async () => {
    const set = (Status: 'ENABLED' | 'DISABLED') =>
      updateAccountSettings({ MinimumThroughputBillingCommitment: { Status } }, gateway.context);
    await set('ENABLED');
    await gateway.createStream('orders', { mode: 'ON_DEMAND', warmThroughputMiBps: 7 });
    await set('DISABLED');
    expect(summaryOf({ StreamName: 'orders' })).toHaveProperty('WarmThroughput.TargetMiBps', 7);
    gateway.nowMs += 86_400_000;
    expect(summaryOf({ StreamName: 'orders' }).WarmThroughput).toBeUndefined();
  });

  it('tells what its settings have become', async () => {
    const { id } = await gateway.createStream('orders');
    const { context } = gateway;
    const input = { StreamId: id };
    await increaseStreamRetentionPeriod({ ...input, RetentionPeriodHours: 48 }, context);
    await enableEnhancedMonitoring({ ...input, ShardLevelMetrics: ['IncomingBytes'] }, context);
    await startStreamEncryption({ ...input, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }, context);
    expect(summaryOf(input)).toMatchObject({
      StreamStatus: 'ACTIVE',
      RetentionPeriodHours: 48,
      EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes'] }],
      EncryptionType: 'KMS',
      KeyId: 'alias/aws/kinesis',
    });
  });

  it('takes the StreamId that it gave, and no other', async () => {
    const { id } = await gateway.createStream('orders');
    expect(summaryOf({ StreamId: id }).StreamName).toBe('orders');
    expect(summaryOf({ StreamName: 'orders', StreamId: id }).StreamId).toBe(id);
    const other = id.startsWith('a') ? `b${id.slice(1)}` : `a${id.slice(1)}`;
    expect(await refusalOf(() => summaryOf({ StreamName: 'orders', StreamId: other }))).toBe(
      `ResourceNotFoundException: Stream orders under account 000000000000 not found with StreamId ${other}.`,
    );
  });

  it('gives a stream that was made again under its name another StreamId', async () => {
    const { id } = await gateway.createStream('orders');
    await gateway.context.catalogue.deleteStream(id);
    await gateway.createStream('orders');
    expect(summaryOf({ StreamName: 'orders' }).StreamId).not.toBe(id);
  });
});
