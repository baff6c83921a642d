import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSequenceNumber } from '#lib/kinesis';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { storedRecords } from '../testing/stored-records.js';
import { putRecord } from './put-record.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', { shardCount: 4 });
});
afterEach(() => gateway.close());

const record = { StreamName: 'orders', Data: Buffer.from('hello'), PartitionKey: 'a' };
const put = (input: Partial<Parameters<typeof putRecord>[0]> = {}) =>
  putRecord({ ...record, ...input }, gateway.context);

describe('PutRecord', () => {
  // MD5 of the keys begins with 0c, 92, 4a and e1.
  it.each([
    ['a', 0],
    ['b', 2],
    ['c', 1],
    ['e', 3],
  ])('stores a record with key %s in shard %d, by the hash of its key', async (PartitionKey, shardNumber) => {
    const { ShardId, SequenceNumber } = await put({ PartitionKey });
    expect(ShardId).toBe(`shardId-00000000000${shardNumber}`);
    expect(await storedRecords({ streamName: 'orders', shardNumber }, gateway.context)).toEqual([
      {
        SequenceNumber,
        ApproximateArrivalTimestamp: gateway.nowMs,
        Data: Buffer.from('hello'),
        PartitionKey,
      },
    ]);
  });

  it('gives numbers that grow, and that say their shard', async () => {
    const first = await put();
    const second = await put();
    expect(second.SequenceNumber > first.SequenceNumber).toBe(true);
    expect(parseSequenceNumber(second.SequenceNumber)).toMatchObject({ shardNumber: 0, index: 2 });
  });

  it.each([
    ['0', 0],
    ['85070591730234615865843651857942052864', 1],
    ['340282366920938463463374607431768211455', 3],
  ])('goes by the explicit hash key %s, not by the key', async (ExplicitHashKey, shardNumber) => {
    const { ShardId } = await put({ ExplicitHashKey });
    expect(ShardId).toBe(`shardId-00000000000${shardNumber}`);
  });

  it('takes empty data', async () => {
    await put({ Data: Buffer.alloc(0) });
    const [stored] = await storedRecords({ streamName: 'orders' }, gateway.context);
    expect(stored?.Data).toHaveLength(0);
  });

  it('takes a record of exactly the largest size and refuses one of a byte more, naming both sizes', async () => {
    const Data = Buffer.alloc(1024 * 1024 - 'ä'.length * 2);
    await put({ Data, PartitionKey: 'ä' });
    expect(await refusalOf(() => put({ Data, PartitionKey: 'äa' }))).toBe(
      'InvalidArgumentException: Data and partition key of a record have 1048577 bytes together; stream orders takes ' +
        'records of up to 1048576 bytes (MaxRecordSizeInKiB 1024).',
    );
  });

  it('takes larger records where the stream does', async () => {
    await gateway.createStream('films', { shardCount: 1, maxRecordSizeKiB: 2048 });
    await put({ StreamName: 'films', Data: Buffer.alloc(2 * 1024 * 1024 - 1) });
    expect(
      await refusalOf(() => put({ StreamName: 'films', Data: Buffer.alloc(2 * 1024 * 1024) })),
    ).toContain('2097153 bytes together');
  });

  it('needs no key where the stream distributes records itself, and ignores what would place them', async () => {
    await gateway.createStream('clicks', { mode: 'ON_DEMAND', recordDistribution: 'AUTO' });
    const input = { StreamName: 'clicks', PartitionKey: undefined, ExplicitHashKey: '0' };
    const shardIds = [await put(input), await put(input), await put(input), await put(input)];
    expect(new Set(shardIds.map(({ ShardId }) => ShardId)).size).toBe(4);
    const [stored] = await storedRecords({ streamName: 'clicks' }, gateway.context);
    expect(stored?.PartitionKey).toBeUndefined();
  });

  it('takes a number to come after, if it can come after it', async () => {
    const { SequenceNumber } = await put();
    const { SequenceNumber: next } = await put({ SequenceNumberForOrdering: SequenceNumber });
    expect(next > SequenceNumber).toBe(true);
  });

  const future = '49'.padEnd(56, '9');
  it.each([
    [
      { PartitionKey: undefined },
      "ValidationException: 1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
    ],
    [{ StreamName: undefined }, 'InvalidArgumentException: Either StreamName or StreamARN must be provided.'],
    [{ StreamName: 'nope' }, 'ResourceNotFoundException: Stream nope under account 000000000000 not found.'],
    [
      { ExplicitHashKey: '340282366920938463463374607431768211456' },
      'InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. ' +
        'Specified value was 340282366920938463463374607431768211456',
    ],
    [
      { SequenceNumberForOrdering: '7' },
      'InvalidArgumentException: ExclusiveMinimumSequenceNumber 7 used in PutRecord on stream orders under account ' +
        '000000000000 is invalid.',
    ],
    [
      { SequenceNumberForOrdering: future },
      `InvalidArgumentException: ExclusiveMinimumSequenceNumber ${future} used in PutRecord on stream orders under ` +
        'account 000000000000 is invalid.',
    ],
    [
      { DryRun: true },
      'DryRunOperationException: Request would have succeeded, but the DryRun parameter was specified.',
    ],
    [
      { DryRun: true, StreamName: 'nope' },
      'ResourceNotFoundException: Stream nope under account 000000000000 not found.',
    ],
  ])('refuses %j, and stores nothing', async (input, refusal) => {
    expect(await refusalOf(() => put(input))).toBe(refusal);
    expect(await storedRecords({ streamName: 'orders' }, gateway.context)).toEqual([]);
  });

  it('does not find a stream that is CREATING', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 60_000 });
    await slow.createStream('orders');
    expect(await refusalOf(() => putRecord(record, slow.context))).toBe(
      'ResourceNotFoundException: Stream orders under account 000000000000 not found.',
    );
    await slow.close();
  });

  const shard = 'shardId-000000000000 in stream orders under account 000000000000';
  it.each([
    ['overloaded', `ProvisionedThroughputExceededException: Rate exceeded for shard ${shard}.`],
    ['gone', `ResourceNotFoundException: Shard ${shard} does not exist`],
    ['not-stored', `InternalFailure: Shard ${shard} cannot be reached now, nothing was stored. Try again.`],
    ['not-owner', `InternalFailure: Shard ${shard} cannot be reached now, nothing was stored. Try again.`],
    ['sealed', `InternalFailure: Shard ${shard} cannot be reached now, nothing was stored. Try again.`],
    [
      'unknown',
      `InternalFailure: No answer came from shard ${shard}: whether anything was stored is unknown. Trying again may ` +
        'store it twice.',
    ],
  ] as const)('says what is known where the shard is %s', async (kind, refusal) => {
    const context = { ...gateway.context, router: failingShards(kind) };
    expect(await refusalOf(() => putRecord(record, context))).toBe(refusal);
  });
});
