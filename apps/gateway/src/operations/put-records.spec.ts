import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashPartitionKeyInto } from '#lib/kinesis';
import { ShardError, type ShardClient } from '#lib/ports';
import type { KinesisApi } from '#lib/wire';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { storedRecords } from '../testing/stored-records.js';
import { putRecords } from './put-records.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', { shardCount: 4 });
});
afterEach(() => gateway.close());

const entry = (text: string, PartitionKey = 'a') => ({ Data: Buffer.from(text), PartitionKey });
const put = (Records: readonly KinesisApi.PutRecordsRequestEntry[], context = gateway.context) =>
  putRecords({ StreamName: 'orders', Records }, context);

async function storedTexts(shardNumber: number): Promise<readonly string[]> {
  const records = await storedRecords({ streamName: 'orders', shardNumber }, gateway.context);
  return records.map(({ Data }) => Buffer.from(Data).toString());
}

function shardOfKey(key: string): number {
  const words = new Uint32Array(4);
  hashPartitionKeyInto(words, key);
  return (words[0] ?? 0) >>> 30;
}

/** The shards of a gateway but for one, which refuses what is put. */
function allBut(shardNumber: number, kind: ShardError['kind']): ShardClient {
  const { router } = gateway.context;
  return {
    append: (shard, records) =>
      shard.shardNumber === shardNumber
        ? Promise.reject(new ShardError(kind, 'refused by the test'))
        : router.append(shard, records),
    admitRead: (shard) => router.admitRead(shard),
    chargeRead: (shard, bytes) => router.chargeRead(shard, bytes),
    read: (shard, request) => router.read(shard, request),
    tip: (shard) => router.tip(shard),
    locate: (shard, timestampMs) => router.locate(shard, timestampMs),
    follow: (shard, listener) => router.follow(shard, listener),
  };
}

describe('PutRecords', () => {
  it('stores every record once, in its shard, in the order of the request, and gives its number back', async () => {
    const keys = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), {
      minLength: 1,
      maxLength: 60,
    });
    let expected: { text: string; shard: number; number: string | undefined }[] = [];
    await fc.assert(
      fc.asyncProperty(keys, async (partitionKeys) => {
        const texts = partitionKeys.map((_, i) => `${expected.length + i}`);
        const answer = await put(partitionKeys.map((key, i) => entry(texts[i] ?? '', key)));
        const entries = answer.entries();
        expect(entries).toHaveLength(partitionKeys.length);
        expected = expected.concat(
          partitionKeys.map((key, i) => ({
            text: texts[i] ?? '',
            shard: shardOfKey(key),
            number: entries[i]?.SequenceNumber,
          })),
        );
        expect(entries.map(({ ShardId }) => Number(ShardId?.slice(-1)))).toEqual(
          partitionKeys.map(shardOfKey),
        );
      }),
      { numRuns: 25 },
    );
    for (const shardNumber of [0, 1, 2, 3]) {
      const records = await storedRecords({ streamName: 'orders', shardNumber }, gateway.context);
      const found = records.map(({ Data, SequenceNumber }) => [Buffer.from(Data).toString(), SequenceNumber]);
      expect(found).toEqual(
        expected.filter(({ shard }) => shard === shardNumber).map(({ text, number }) => [text, number]),
      );
    }
  });

  it('writes by hand what JSON.stringify would write', async () => {
    const answer = await put(Array.from({ length: 500 }, (_, i) => entry(`${i}`, `key-${i}`)));
    const Records = answer.entries();
    expect(JSON.parse(String(answer.toJson()))).toEqual({ FailedRecordCount: 0, Records });
    expect(String(answer.toJson())).toBe(JSON.stringify({ FailedRecordCount: 0, Records }));
  });

  it('stores a full request of the largest size', async () => {
    const Records = Array.from({ length: 500 }, (_, i) => ({
      Data: Buffer.alloc((10 * 1024 * 1024) / 500 - 4),
      PartitionKey: String(1000 + i),
    }));
    const total = Records.reduce((sum, { Data, PartitionKey }) => sum + Data.length + PartitionKey.length, 0);
    const rest = Buffer.alloc(10 * 1024 * 1024 - total);
    const [first = entry(''), ...others] = Records;
    const fuller = [{ ...first, Data: Buffer.concat([first.Data, rest]) }, ...others];
    expect((await put(fuller)).failedRecordCount).toBe(0);
    const tooFull = [{ ...first, Data: Buffer.concat([first.Data, rest, Buffer.alloc(1)]) }, ...others];
    expect(await refusalOf(() => put(tooFull))).toBe(
      'InvalidArgumentException: Records size exceeds 10 MB limit: data and partition keys have 10485761 bytes ' +
        'together, one request takes up to 10485760.',
    );
  });

  it.each([
    [
      [{ Data: Buffer.from('x') }],
      /^ValidationException: .*Value null at 'records\.2\.member\.partitionKey'/,
    ],
    [
      [{ ...entry('x'), ExplicitHashKey: `${2n ** 128n}` }],
      /^InvalidArgumentException: Invalid ExplicitHashKey/,
    ],
    [
      [{ ...entry('x'), Data: Buffer.alloc(1024 * 1024) }],
      /^InvalidArgumentException: .*1048577 bytes together/,
    ],
  ])('stores nothing where one record is wrong: %#', async (wrong, refusal) => {
    expect(await refusalOf(() => put([entry('good'), ...wrong, entry('good')]))).toMatch(refusal);
    expect(await storedTexts(0)).toEqual([]);
  });

  it.each([
    [
      'overloaded',
      'ProvisionedThroughputExceededException',
      'Rate exceeded for shard shardId-000000000002 in stream orders under account 000000000000.',
    ],
    ['not-stored', 'InternalFailure', 'Internal Service Failure'],
    ['unknown', 'InternalFailure', 'Internal Service Failure'],
    ['gone', 'InternalFailure', 'Internal Service Failure'],
  ] as const)('answers for each record where one shard is %s', async (kind, ErrorCode, ErrorMessage) => {
    const context = { ...gateway.context, router: allBut(2, kind) };
    const answer = await put([entry('1', 'a'), entry('2', 'b'), entry('3', 'a'), entry('4', 'b')], context);
    const stored = { SequenceNumber: expect.any(String), ShardId: 'shardId-000000000000' };
    const failed = { ErrorCode, ErrorMessage };
    expect(JSON.parse(String(answer.toJson()))).toEqual({
      FailedRecordCount: 2,
      Records: [stored, failed, stored, failed],
    });
    expect(await storedTexts(0)).toEqual(['1', '3']);
    expect(await storedTexts(2)).toEqual([]);
  });

  it('answers for each record also where all of them failed', async () => {
    const context = { ...gateway.context, router: failingShards('not-stored') };
    expect((await put([entry('1'), entry('2', 'b')], context)).failedRecordCount).toBe(2);
  });

  it('does not find the stream where it was deleted meanwhile', async () => {
    const context = { ...gateway.context, router: failingShards('gone') };
    expect(await refusalOf(() => put([entry('1'), entry('2', 'b')], context))).toMatch(
      /^ResourceNotFoundException: Shard shardId-000000000000 in stream orders .* does not exist$/,
    );
  });

  it('does not hide what was stored behind a mistake of ours in another shard', async () => {
    const mistake = new TypeError('a mistake');
    const { router } = gateway.context;
    const append: ShardClient['append'] = (shard, records) =>
      shard.shardNumber === 0 ? Promise.reject(mistake) : router.append(shard, records);
    const context = { ...gateway.context, router: { ...failingShards('gone'), append } };
    const answer = await put([entry('1', 'a'), entry('2', 'b')], context);
    expect(answer.entries()).toEqual([
      { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
      { SequenceNumber: expect.any(String), ShardId: 'shardId-000000000002' },
    ]);
    expect(gateway.unexpected).toEqual([mistake]);
  });

  it('stores nothing in a dry run', async () => {
    const input = { StreamName: 'orders', Records: [entry('1')], DryRun: true };
    expect(await refusalOf(() => putRecords(input, gateway.context))).toMatch(/^DryRunOperationException: /);
    expect(await storedTexts(0)).toEqual([]);
  });
});
