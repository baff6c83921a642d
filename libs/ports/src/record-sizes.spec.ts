import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordsOf, type PackedRecords } from './record-frame.js';
import { RecordPacker, type RecordEnvelope } from './record-packer.js';
import { firstRecords, payloadBytesOf, recordSizes } from './record-sizes.js';

const envelope: fc.Arbitrary<RecordEnvelope> = fc.record(
  {
    partitionKey: fc.string({ unit: 'grapheme', maxLength: 200 }),
    explicitHashKey: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
    attributes: fc.uint8Array({ maxLength: 20 }),
  },
  { requiredKeys: ['partitionKey'] },
);
const records = fc.array(fc.tuple(envelope, fc.uint8Array({ maxLength: 300 })), {
  minLength: 1,
  maxLength: 20,
});
type Records = readonly (readonly [RecordEnvelope, Uint8Array])[];

function packed(list: Records): PackedRecords {
  const packer = new RecordPacker(0);
  for (const [about, bytes] of list) packer.add(about, bytes);
  return packer.finish();
}

const sizesOf = (list: Records): number[] =>
  list.map(([{ partitionKey }, data]) => Buffer.byteLength(partitionKey) + data.length);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describe('the sizes of packed records', () => {
  it('are data and partition key of each, and the packer knows their sum', () => {
    fc.assert(
      fc.property(records, (list) => {
        expect([...recordSizes(packed(list))]).toEqual(sizesOf(list));
        expect(packed(list).payloadBytes).toBe(sum(sizesOf(list)));
      }),
    );
  });

  it('are counted for any run of records of a batch', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.nat(), (list, a, b) => {
        const skipped = a % list.length;
        const count = b % (list.length - skipped + 1);
        const { bytes: body } = packed(list);
        const run = { skipped, count };
        const expected = sum(sizesOf(list).slice(skipped, skipped + count));
        expect(payloadBytesOf({ count: list.length, body }, run)).toBe(expected);
      }),
    );
  });
});

describe('the first records', () => {
  it('are what they would be, packed alone', () => {
    fc.assert(
      fc.property(records, fc.nat(), (list, pick) => {
        const count = 1 + (pick % list.length);
        const first = firstRecords(packed(list), count);
        const alone = packed(list.slice(0, count));
        expect({ ...first, bytes: Buffer.from(first.bytes) }).toEqual({
          ...alone,
          bytes: Buffer.from(alone.bytes),
        });
        expect([...unpacked(first)]).toHaveLength(count);
      }),
    );
  });
});

const unpacked = ({ count, bytes: body }: PackedRecords) =>
  recordsOf({ count, body, firstIndex: 1, timeMs: 0, token: new Uint8Array(8), durableIndex: 0 });
