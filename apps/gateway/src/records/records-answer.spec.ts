import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Shard } from '#lib/kinesis';
import { decodeFrame, encodeFrame, RecordPacker, type RecordBatch } from '#lib/ports';
import { cborCodec, jsonCodec, smithyCborCodec } from '#lib/wire';
import { GetRecordsAnswer } from './get-records-answer.js';
import type { RecordRun } from './record-reading.js';
import { MemoryGateway } from '../testing/memory-gateway.js';

const TIME_MS = 1_790_000_000_123;

interface AnyRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

function batchOf(records: readonly AnyRecord[], firstIndex: number): RecordBatch {
  const packer = new RecordPacker(10);
  for (const { partitionKey, data } of records) packer.add({ partitionKey }, data);
  const header = {
    count: records.length,
    firstIndex,
    timeMs: TIME_MS,
    token: Buffer.alloc(8),
    durableIndex: 0,
  };
  return decodeFrame(encodeFrame(header, [packer.finish()]));
}

const anyRecord: fc.Arbitrary<AnyRecord> = fc.record({
  partitionKey: fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 30 })),
  data: fc.uint8Array({ maxLength: 300 }),
});

const anyRun: fc.Arbitrary<RecordRun> = fc
  .record({
    records: fc.array(anyRecord, { minLength: 1, maxLength: 9 }),
    skipped: fc.nat(8),
    firstIndex: fc.integer({ min: 1, max: 2 ** 43 - 10 }),
    isEncrypted: fc.boolean(),
  })
  .map(({ records, skipped, firstIndex, isEncrypted }) => {
    const batch = { ...batchOf(records, firstIndex), ...(isEncrypted ? { isEncrypted } : {}) };
    const passed = Math.min(skipped, records.length - 1);
    return {
      epoch: 1_000_001,
      second: 1_790_000_000,
      batch,
      skipped: passed,
      count: records.length - passed,
    };
  });

async function anyShard(): Promise<Shard> {
  const gateway = await MemoryGateway.open();
  const { shards } = await gateway.createStream('orders');
  await gateway.close();
  return shards[0] as Shard;
}

const REST = { millisBehindLatest: 5, nextShardIterator: 'AAAA' };

/** As a codec reads its own answers back, which is how a client sees them. */
const seen = (record: object, time: number, data: unknown) =>
  Object.fromEntries(
    Object.entries({ ...record, ApproximateArrivalTimestamp: time, Data: data }).filter(
      ([, value]) => value !== undefined,
    ),
  );

describe('an answer with records', () => {
  it.each([
    {
      codec: jsonCodec,
      time: TIME_MS / 1000,
      dataOf: (data: Uint8Array) => Buffer.from(data).toString('base64'),
    },
    { codec: cborCodec, time: TIME_MS, dataOf: (data: Uint8Array) => Buffer.from(data) },
    { codec: smithyCborCodec, time: TIME_MS / 1000, dataOf: (data: Uint8Array) => Buffer.from(data) },
  ])('says in $codec.contentType what they are', async ({ codec, time, dataOf }) => {
    const shard = await anyShard();
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 3 }), (runs) => {
        const answer = new GetRecordsAnswer({ shard, runs, ...REST });
        expect(codec.read(Buffer.from(codec.write('GetRecords', answer))).structure).toEqual({
          Records: answer.records().map((record) => seen(record, time, dataOf(record.Data))),
          MillisBehindLatest: 5,
          NextShardIterator: 'AAAA',
        });
      }),
    );
  });
});
