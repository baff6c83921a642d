import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  batchOf,
  CorruptFrameError,
  decodeFrame,
  encodeFrame,
  recordsOf,
  type BatchHeader,
  type PackedRecords,
  type RecordBatch,
} from './record-frame.js';
import { RecordPacker } from './record-packer.js';

const HEADER: BatchHeader = {
  count: 2,
  firstIndex: 3,
  timeMs: 1_700_000_000_123,
  token: Buffer.from('0123456789abcdef', 'hex'),
  durableIndex: 2,
};

const TWO_RECORDS: PackedRecords = (() => {
  const packer = new RecordPacker();
  packer.add({ partitionKey: 'a' }, Buffer.from('hi'));
  packer.add({ partitionKey: 'é', explicitHashKey: 1n, attributes: Buffer.from([9]) }, Buffer.alloc(0));
  return packer.finish();
})();

/** Whoever changes a byte of this changes the format of every log there is. */
const FIXED_VECTOR =
  '01000000' + // version 1, no flags
  '00000002' + // count
  '0000000000000003' + // index of the first record
  '0000018bcfe5687b' + // 1,700,000,000,123 ms
  '0123456789abcdef' + // the claim's token
  '0000000000000002' + // index durable before
  '0000001d' + // 29 bytes of body
  '00' +
  '01' +
  '61' +
  '02' +
  '6869' + // key a, data hi
  '03' +
  '02' +
  'c3a9' +
  '00000000000000000000000000000001' +
  '01' +
  '09' +
  '00' + // key é, hash key 1, attributes, no data
  '93e46b6c'; // CRC-32 of all before, as Python's zlib says too

const numbers = fc.record({
  firstIndex: fc.integer({ min: 1, max: 2 ** 43 - 1 }),
  timeMs: fc.integer({ min: 0, max: 2 ** 43 }),
  durableIndex: fc.integer({ min: 0, max: 2 ** 43 - 1 }),
  token: fc.uint8Array({ minLength: 8, maxLength: 8 }),
});
const requests = fc.array(
  fc.array(fc.tuple(fc.string(), fc.uint8Array({ maxLength: 300 })), { maxLength: 5 }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

describe('the batch frame', () => {
  it('has this layout for ever', () => {
    expect(encodeFrame(HEADER, [TWO_RECORDS]).toString('hex')).toBe(FIXED_VECTOR);
  });

  it('gives back what was put in, for any records of any requests', () => {
    fc.assert(
      fc.property(numbers, requests, (fields, lists) => {
        const header = { ...fields, count: lists.flat().length };
        const frame = encodeFrame(header, lists.map(packed));
        const batch = decodeFrame(frame);
        expect({ ...batch, token: Uint8Array.from(batch.token) }).toMatchObject(header);
        expect([...recordsOf(batch)].map((r) => [r.partitionKey, Uint8Array.from(r.data)])).toEqual(
          lists.flat(),
        );
        expect(batchOf(header, frame).body.equals(batch.body)).toBe(true);
      }),
    );
  });

  it('is refused when any single byte of it changes', () => {
    const frame = encodeFrame(HEADER, [TWO_RECORDS]);
    for (let at = 0; at < frame.length; at += 1) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const corrupt = Buffer.from(frame);
        corrupt[at] = (corrupt[at] ?? 0) ^ flip;
        expect(() => decodeFrame(corrupt)).toThrow(CorruptFrameError);
      }
    }
  });

  it('is refused when its end is missing, or when something follows it', () => {
    const frame = encodeFrame(HEADER, [TWO_RECORDS]);
    for (let length = 0; length < frame.length; length += 1) {
      expect(() => decodeFrame(frame.subarray(0, length))).toThrow(CorruptFrameError);
    }
    expect(() => decodeFrame(Buffer.concat([frame, Buffer.alloc(1)]))).toThrow(CorruptFrameError);
  });

  it.each([
    ['version', { at: 0, value: 2 }, 'frame version 2, known is 1'],
    ['flag', { at: 1, value: 1 }, 'frame flags 1, known is 2'],
    ['flag beside one that is known', { at: 1, value: 6 }, 'frame flags 6, known is 2'],
  ])('of another %s is refused by name, also with a right checksum', (_, { at, value }, message) => {
    const frame = encodeFrame(HEADER, [TWO_RECORDS]);
    frame[at] = value;
    frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
    expect(() => decodeFrame(frame)).toThrow(message);
  });

  it('says that its body is encrypted by flag 2, and nothing else is changed by that', () => {
    const header = { ...HEADER, isEncrypted: true };
    const [plain, frame] = [encodeFrame(HEADER, [TWO_RECORDS]), encodeFrame(header, [TWO_RECORDS])];
    expect(plain[1]).toBe(0);
    expect(frame[1]).toBe(2);
    expect(frame.subarray(2, -4).equals(plain.subarray(2, -4))).toBe(true);
    expect(decodeFrame(plain).isEncrypted).toBe(false);
    expect(decodeFrame(frame)).toEqual({ ...decodeFrame(plain), isEncrypted: true });
    expect(batchOf(header, frame)).toEqual(decodeFrame(frame));
  });

  it.each([
    ['more records than the body holds', { count: 3 }],
    ['fewer records than the body holds', { count: 1 }],
  ])('is refused by its reader when the count says %s', (_, wrong) => {
    const batch: RecordBatch = { ...decodeFrame(encodeFrame(HEADER, [TWO_RECORDS])), ...wrong };
    expect(() => [...recordsOf(batch)]).toThrow(CorruptFrameError);
  });

  it('is refused by its reader when a part passes the end of the body', () => {
    const batch = decodeFrame(encodeFrame(HEADER, [TWO_RECORDS]));
    const body = Buffer.from(batch.body);
    body[1] = 100;
    expect(() => [...recordsOf({ ...batch, body })]).toThrow("a part of 100 bytes passes the body's end");
  });

  it('is refused by its reader when a length never ends', () => {
    const body = Buffer.alloc(9, 0xff);
    const batch: RecordBatch = { ...HEADER, count: 1, body };
    expect(() => [...recordsOf(batch)]).toThrow(CorruptFrameError);
  });
});

function packed(records: readonly (readonly [key: string, data: Uint8Array])[]): PackedRecords {
  const packer = new RecordPacker();
  for (const [partitionKey, data] of records) packer.add({ partitionKey }, data);
  return packer.finish();
}
