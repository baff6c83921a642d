import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Stream } from '#lib/kinesis';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { describeStream } from './describe-stream.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open({ shardQuota: 1000 });
});
afterEach(() => gateway.close());

const described = (input: Parameters<typeof describeStream>[0]) =>
  describeStream(input, gateway.context).StreamDescription;

describe('DescribeStream', () => {
  it('says everything about a stream', async () => {
    const { createdAtMs } = await gateway.createStream('orders', { shardCount: 2 });
    expect(described({ StreamName: 'orders' })).toEqual({
      StreamName: 'orders',
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamCreationTimestamp: createdAtMs,
      RetentionPeriodHours: 24,
      Shards: [
        {
          ShardId: 'shardId-000000000000',
          HashKeyRange: { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
        },
        {
          ShardId: 'shardId-000000000001',
          HashKeyRange: {
            StartingHashKey: '170141183460469231731687303715884105728',
            EndingHashKey: '340282366920938463463374607431768211455',
          },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
        },
      ],
      HasMoreShards: false,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
    });
  });

  it('gives at most 100 shards, and goes on behind the last one', async () => {
    await gateway.createStream('orders', { shardCount: 250 });
    const pages = [undefined, '99', 'shardId-199'].map((ExclusiveStartShardId) =>
      described({ StreamName: 'orders', Limit: 10_000, ExclusiveStartShardId }),
    );
    expect(pages.map(({ Shards, HasMoreShards }) => [Shards.length, HasMoreShards])).toEqual([
      [100, true],
      [100, true],
      [50, false],
    ]);
    expect(pages[1]?.Shards[0]?.ShardId).toBe('shardId-000000000100');
  });

  it('gives fewer shards where Limit says so', async () => {
    await gateway.createStream('orders', { shardCount: 3 });
    const { Shards, HasMoreShards } = described({ StreamName: 'orders', Limit: 2 });
    expect([Shards.length, HasMoreShards]).toEqual([2, true]);
  });

  it('shows no shards while the stream is CREATING', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 60_000 });
    await slow.createStream('orders');
    const { StreamStatus, Shards } = describeStream({ StreamName: 'orders' }, slow.context).StreamDescription;
    expect([StreamStatus, Shards]).toEqual(['CREATING', []]);
    await slow.close();
  });

  it('shows a closed shard with its end and its children, until its records have expired', async () => {
    const stream = closedAndSplit(await gateway.createStream('orders'));
    const catalogue = { ...gateway.context.catalogue, stream: () => stream };
    const context = { ...gateway.context, catalogue };
    const [parent, child] = describeStream({ StreamName: 'orders' }, context).StreamDescription.Shards;
    expect(parent?.SequenceNumberRange.EndingSequenceNumber).toMatch(/^\d{56}$/);
    expect(child).toMatchObject({ ShardId: 'shardId-000000000001', ParentShardId: 'shardId-000000000000' });
    gateway.nowMs += 25 * 3_600_000;
    const shards = describeStream({ StreamName: 'orders' }, context).StreamDescription.Shards;
    expect(shards.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
  });

  it.each([
    [{}, 'InvalidArgumentException: Either StreamName or StreamARN must be provided.'],
    [{ StreamName: 'nope' }, 'ResourceNotFoundException: Stream nope under account 000000000000 not found.'],
    [
      { StreamName: 'orders', ExclusiveStartShardId: 'first' },
      'ResourceNotFoundException: Could not find shard first in stream orders under account 000000000000.',
    ],
  ])('refuses %j', async (input, refusal) => {
    await gateway.createStream('orders');
    expect(await refusalOf(() => described(input))).toBe(refusal);
  });
});

/** As resharding leaves a stream of one shard. */
function closedAndSplit(stream: Stream): Stream {
  const [parent] = stream.shards;
  if (!parent) throw new TypeError('a stream of no shards');
  const { createdAtSecond, range } = parent;
  const closedAtSecond = createdAtSecond + 10;
  const child = { parents: [0], createdAtSecond: closedAtSecond + 1, range };
  return {
    ...stream,
    shards: [
      { ...parent, closedAtSecond },
      { ...child, number: 1 },
      { ...child, number: 2 },
    ],
  };
}
