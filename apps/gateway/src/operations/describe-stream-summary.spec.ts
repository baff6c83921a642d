import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { describeStreamSummary } from './describe-stream-summary.js';

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
    await gateway.createStream('orders', { warmThroughputMiBps: 7 });
    expect(summaryOf({ StreamName: 'orders' })).toMatchObject({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      OpenShardCount: 4,
      RecordDistributionStrategy: 'USER_PARTITION_KEY',
      WarmThroughput: { TargetMiBps: 7, CurrentMiBps: 7 },
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
