import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeFrame,
  encodeFrame,
  recordsOf,
  type FramedRecord,
  type PackedRecords,
} from './record-frame.js';
import { RecordPacker, type RecordEnvelope } from './record-packer.js';

const envelope: fc.Arbitrary<RecordEnvelope> = fc.record(
  {
    partitionKey: fc.string({ unit: 'grapheme', maxLength: 256 }),
    explicitHashKey: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
    attributes: fc.uint8Array({ maxLength: 200 }),
  },
  { requiredKeys: ['partitionKey'] },
);
const data = fc.oneof(fc.constant(new Uint8Array()), fc.uint8Array({ maxLength: 3000 }));

describe('the record packer', () => {
  it('keeps unicode keys, hash keys, attributes and data, empty ones too', () => {
    const records = fc.array(fc.tuple(envelope, data), { maxLength: 8 });
    fc.assert(
      fc.property(records, (list) => {
        const packer = new RecordPacker(0);
        for (const [about, bytes] of list) packer.add(about, bytes);
        expect(unpacked(packer.finish())).toEqual(list.map(([about, bytes]) => framed(about, bytes)));
      }),
    );
  });

  it.each([
    ['127 bytes of ASCII, the longest key with a length of one byte', 'k'.repeat(127)],
    ['128 bytes of ASCII', 'k'.repeat(128)],
    ['127 characters of 3 bytes', '漢'.repeat(127)],
    ['42 characters of 3 bytes, 126 bytes', '漢'.repeat(42)],
    ['43 characters of 3 bytes, 129 bytes', '漢'.repeat(43)],
    ['256 characters outside the basic plane', '🔑'.repeat(128)],
  ])('keeps a key of %s', (_, partitionKey) => {
    const packer = new RecordPacker();
    packer.add({ partitionKey }, Buffer.from('data'));
    packer.add({ partitionKey: 'next' }, Buffer.from('more'));
    expect(unpacked(packer.finish()).map((record) => record.partitionKey)).toEqual([partitionKey, 'next']);
  });

  it('counts records and bytes while it grows past what was expected', () => {
    const packer = new RecordPacker(10);
    for (let i = 0; i < 100; i += 1) packer.add({ partitionKey: 'key' }, Buffer.alloc(1000, i));
    expect(packer.count).toBe(100);
    const { count, bytes } = packer.finish();
    expect({ count, length: bytes.length }).toEqual({ count: 100, length: packer.byteLength });
    expect(packer.byteLength).toBe(100 * (1 + 1 + 3 + 2 + 1000));
  });
});

function unpacked(records: PackedRecords): readonly FramedRecord[] {
  const { count } = records;
  const header = { count, firstIndex: 1, timeMs: 0, token: new Uint8Array(8), durableIndex: 0 };
  return [...recordsOf(decodeFrame(encodeFrame(header, [records])))];
}

function framed(
  { partitionKey, explicitHashKey, attributes }: RecordEnvelope,
  bytes: Uint8Array,
): FramedRecord {
  return {
    partitionKey,
    ...(explicitHashKey === undefined
      ? {}
      : { explicitHashKey: Buffer.from(explicitHashKey.toString(16).padStart(32, '0'), 'hex') }),
    ...(attributes ? { attributes: Buffer.from(attributes) } : {}),
    data: Buffer.from(bytes),
  };
}
