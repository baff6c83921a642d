import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCbor } from './cbor-reader.js';
import { CborWriter } from './cbor-writer.js';

type Value = number | string | boolean | Uint8Array | readonly Value[] | { readonly [name: string]: Value };

function write(value: Value, writer: CborWriter): void {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? writer.integer(value) : writer.float(value);
  if (typeof value === 'string') return writer.text(value);
  if (typeof value === 'boolean') return writer.boolean(value);
  if (value instanceof Uint8Array) return writer.byteString(value);
  if (Array.isArray(value)) {
    writer.list(value.length);
    for (const element of value) write(element, writer);
    return;
  }
  const pairs = Object.entries(value);
  writer.map(pairs.length);
  for (const [name, member] of pairs) {
    writer.text(name);
    write(member, writer);
  }
}

function written(value: Value, expectedBytes?: number): Buffer {
  const writer = new CborWriter(expectedBytes);
  write(value, writer);
  return writer.finish();
}

describe('CborWriter', () => {
  it('writes what the reader reads back, however many bytes it was told to expect', () => {
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
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
        expect(readCbor(written(any, expectedBytes))).toEqual(any);
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
    expect(written(value).toString('hex')).toBe(hex);
  });

  it('writes lengths of every size', () => {
    for (const length of [0, 23, 24, 255, 256, 65_535, 65_536]) {
      const bytes = Buffer.alloc(length, 0x61);
      expect(readCbor(written(bytes))).toEqual(bytes);
      expect(readCbor(written(bytes.toString()))).toBe(bytes.toString());
      expect(
        readCbor(written(Array.from<number>({ length: Math.min(length, 40_000) }).fill(1))),
      ).toHaveLength(Math.min(length, 40_000));
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
