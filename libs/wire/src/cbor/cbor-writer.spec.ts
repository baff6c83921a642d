import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCbor } from './cbor-reader.js';
import { inCbor, type Sent } from '../testing/sent-value.js';
import { CborWriter } from './cbor-writer.js';

describe('CborWriter', () => {
  it('writes what the reader reads back, however many bytes it was told to expect', () => {
    const { value } = fc.letrec<{ value: Sent }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.maxSafeInteger(),
        fc.double({ noNaN: true }),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.boolean(),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, fc.nat(2000), (any, expectedBytes) => {
        expect(readCbor(inCbor(any, expectedBytes))).toEqual(any);
      }),
    );
  });

  /** Source: RFC 8949, appendix A. */
  it.each([
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [255, '18ff'],
    [256, '190100'],
    [65_535, '19ffff'],
    [65_536, '1a00010000'],
    [4_294_967_295, '1affffffff'],
    [4_294_967_296, '1b0000000100000000'],
    [Number.MAX_SAFE_INTEGER, '1b001fffffffffffff'],
    [-1, '20'],
    [-1000, '3903e7'],
    [1.1, 'fb3ff199999999999a'],
  ])('writes %d in the fewest bytes', (value, hex) => {
    expect(inCbor(value).toString('hex')).toBe(hex);
  });

  it('writes lengths of every size', () => {
    for (const length of [0, 23, 24, 255, 256, 65_535, 65_536]) {
      const bytes = Buffer.alloc(length, 0x61);
      expect(readCbor(inCbor(bytes))).toEqual(bytes);
      expect(readCbor(inCbor(bytes.toString()))).toBe(bytes.toString());
      expect(readCbor(inCbor(Array.from<number>({ length: Math.min(length, 40_000) }).fill(1)))).toHaveLength(
        Math.min(length, 40_000),
      );
    }
  });

  it('writes parts of bytes that are there', () => {
    const writer = new CborWriter();
    const source = Buffer.from('a key and its data');
    writer.map(1);
    writer.textOf(source, 2, 5);
    writer.byteString(source, 14, 18);
    expect(readCbor(writer.finish())).toEqual({ key: Buffer.from('data') });
  });
});
