import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { putBatch } from './grpc/put-batch.js';
import { getRecords } from './operations/get-records.js';
import { getShardIterator } from './operations/get-shard-iterator.js';
import { putRecord } from './operations/put-record.js';
import { putRecords } from './operations/put-records.js';
import { putEntries } from './put-entries.js';
import { entryResults } from './records/entry-results.js';
import { MemoryGateway } from './testing/memory-gateway.js';
import { refusalOf } from './testing/refusal.js';
import { storedRecords } from './testing/stored-records.js';

const MIB = 1024 * 1024;
const RATE_EXCEEDED =
  'Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.';
const REFUSED = `ProvisionedThroughputExceededException: ${RATE_EXCEEDED}`;

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open({ shardLimits: 'aws', shardQuota: 100 });
  await gateway.createStream('orders', { maxRecordSizeKiB: 10_240, shardCount: 1 });
});

afterEach(() => gateway.close());

/** A record of so many bytes, the key among them. */
const record = (bytes: number) => ({ Data: Buffer.alloc(bytes - 1, 'x'), PartitionKey: 'k' });
const putOne = (bytes: number) =>
  refusalOf(() => putRecord({ StreamName: 'orders', ...record(bytes) }, gateway.context));
const put = (...sizes: readonly number[]) =>
  putRecords({ StreamName: 'orders', Records: sizes.map(record) }, gateway.context);
const stored = () => storedRecords({ streamName: 'orders' }, gateway.context);

async function iterator(): Promise<string> {
  const start = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
  return (await getShardIterator(start, gateway.context)).ShardIterator as string;
}

describe('a put that is over the limits of a shard', () => {
  it('is refused where it is one record, and taken later', async () => {
    expect(await putOne(MIB)).toBe('succeeded');
    expect(await putOne(1)).toBe(REFUSED);
    gateway.nowMs += 1;
    expect(await putOne(1)).toBe('succeeded');
  });

  it('stores the first records of several, and every one has its result', async () => {
    const answer = await put(600_000, 400_000, 100_000, 1);

    const rest = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: RATE_EXCEEDED };
    expect(answer.failedRecordCount).toBe(2);
    expect(answer.entries().slice(2)).toEqual([rest, rest]);
    const numbers = (await stored()).map(({ SequenceNumber }) => SequenceNumber);
    expect(answer.entries().slice(0, 2)).toEqual(
      numbers.map((SequenceNumber) => ({ SequenceNumber, ShardId: 'shardId-000000000000' })),
    );
    expect(JSON.parse(String(answer.toJson()))).toEqual({ FailedRecordCount: 2, Records: answer.entries() });
  });

  it('fails every record of several where there is no room for the first', async () => {
    await put(MIB);
    const answer = await put(1, 1);

    expect(answer.failedRecordCount).toBe(2);
    expect(answer.entries().map(({ ErrorCode }) => ErrorCode)).toEqual([
      'ProvisionedThroughputExceededException',
      'ProvisionedThroughputExceededException',
    ]);
  });

  it('leaves other shards of the request alone, and results in the order of the request', async () => {
    await gateway.createStream('two', { shardCount: 2 });
    const to = (bytes: number, shard: 0 | 1) => ({
      ...record(bytes),
      ExplicitHashKey: shard === 0 ? '0' : String(2n ** 127n),
    });
    const Records = [to(MIB - 10, 0), to(100, 1), to(100, 0), to(100, 1), to(5, 0)];
    const answer = await putRecords({ StreamName: 'two', Records }, gateway.context);

    expect(answer.entries().map(({ ShardId, ErrorCode }) => ShardId ?? ErrorCode)).toEqual([
      'shardId-000000000000',
      'shardId-000000000001',
      'ProvisionedThroughputExceededException',
      'shardId-000000000001',
      'ProvisionedThroughputExceededException',
    ]);
  });

  it('takes a record of 10 MiB after a small one, and then none until it is paid', async () => {
    expect((await put(1, 10 * MIB - 1)).failedRecordCount).toBe(0);
    gateway.nowMs += 9000;
    expect(await putOne(1)).toBe(REFUSED);
    gateway.nowMs += 1;
    expect(await putOne(1)).toBe('succeeded');
  });

  it('tells the other doors the same, entry by entry', async () => {
    const records = [MIB - 10, 100].map((bytes) => ({
      data: record(bytes).Data,
      partitionKey: 'k',
    }));
    const throttled = {
      error: {
        code: 'ProvisionedThroughputExceededException',
        message: RATE_EXCEEDED,
        outcomeUnknown: false,
      },
    };
    const overGrpc = await putBatch({ streamName: 'orders', records, batchId: '' }, gateway.context);
    expect(overGrpc).toMatchObject({ failedRecordCount: 1 });
    gateway.nowMs += 1000;
    const overRest = await putEntries('orders', [record(MIB - 10), record(100)], gateway.context);
    expect(entryResults(overRest)).toEqual([
      { shardId: 'shardId-000000000000', sequenceNumber: (await stored())[1]?.SequenceNumber },
      throttled,
    ]);
  });
});

describe('a read that is over the limits of a shard', () => {
  const read = async (ShardIterator: string) =>
    refusalOf(() => getRecords({ ShardIterator }, gateway.context));

  it('is refused after five calls in a second', async () => {
    const from = await iterator();
    for (let call = 0; call < 5; call += 1) expect(await read(from)).toBe('succeeded');
    expect(await read(from)).toBe(REFUSED);
    gateway.nowMs += 200;
    expect(await read(from)).toBe('succeeded');
  });

  it('is refused for five seconds after an answer of 10 MiB', async () => {
    await put(10 * MIB);
    const from = await iterator();
    expect(await read(from)).toBe('succeeded');
    gateway.nowMs += 4999;
    expect(await read(from)).toBe(REFUSED);
    gateway.nowMs += 1;
    expect(await read(from)).toBe('succeeded');
  });

  it('costs nothing where the call is only tried', async () => {
    const ShardIterator = await iterator();
    for (let call = 0; call < 10; call += 1) {
      const tried = refusalOf(() => getRecords({ ShardIterator, DryRun: true }, gateway.context));
      expect(await tried).toContain('DryRunOperationException');
    }
    expect(await read(ShardIterator)).toBe('succeeded');
  });
});
