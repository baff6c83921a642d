import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCbor } from './cbor-reader.js';

const read = (hex: string): unknown => readCbor(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

function refusalOf(hex: string): string {
  try {
    return `${JSON.stringify(read(hex))} was read`;
  } catch (error) {
    expect(error).toMatchObject({ code: 'SerializationException' });
    return (error as Error).message;
  }
}

describe('readCbor', () => {
  /** Source: RFC 8949, appendix A. */
  it.each<readonly [string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['1bffffffffffffffff', 2 ** 64],
    ['20', -1],
    ['3863', -100],
    ['3903e7', -1000],
    ['3bffffffffffffffff', -(2 ** 64)],
    ['f90000', 0],
    ['f98000', -0],
    ['f93c00', 1],
    ['f93e00', 1.5],
    ['f97bff', 65504],
    ['f90001', 5.960464477539063e-8],
    ['f90400', 0.00006103515625],
    ['f9c400', -4],
    ['f97c00', Infinity],
    ['f97e00', NaN],
    ['fa47c35000', 100_000],
    ['fa7f7fffff', 3.4028234663852886e38],
    ['fb3ff199999999999a', 1.1],
    ['fbfff0000000000000', -Infinity],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['60', ''],
    ['6161', 'a'],
    ['6449455446', 'IETF'],
    ['62c3bc', 'ü'],
    ['64f0908591', '𐅑'],
    ['63efbfbd', '\ufffd'],
    ['80', []],
    ['83010203', [1, 2, 3]],
    ['8301820203820405', [1, [2, 3], [4, 5]]],
    ['a0', {}],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['9fff', []],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['83018202039f0405ff', [1, [2, 3], [4, 5]]],
    ['bfff', {}],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['826161bf61626163ff', ['a', { b: 'c' }]],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['7f61c361bcff', 'ü'],
    ['7fff', ''],
    ['bf7f6161626262ff01ff', { abb: 1 }],
    ['c11a514b67b0', 1_363_896_240],
    ['d9d9f7a0', {}],
    ['d818456449455446', Buffer.from('dIETF')],
  ])('reads %s', (hex, value) => {
    expect(read(hex)).toEqual(value);
  });

  it.each<readonly [string, string]>([
    ['40', ''],
    ['4401020304', '01020304'],
    ['580401020304', '01020304'],
    ['5a0000000401020304', '01020304'],
    ['5b000000000000000401020304', '01020304'],
    ['5f42010243030405ff', '0102030405'],
    ['5fff', ''],
  ])('reads the byte string %s', (hex, bytes) => {
    expect((read(hex) as Buffer).toString('hex')).toBe(bytes);
  });

  it('gives byte strings as views of the body', () => {
    const body = Buffer.from('43010203', 'hex');
    const bytes = readCbor(body) as Buffer;
    body[1] = 9;
    expect([...bytes]).toEqual([9, 2, 3]);
  });

  it('makes a member of a name that means something to objects', () => {
    const value = read('a1 69 5f5f70726f746f5f5f a1 6161 01') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('takes the last of two members of one name, as JSON does', () => {
    expect(read('a2616101616102')).toEqual({ a: 2 });
  });

  it.each<readonly [string, string]>([
    ['', '1 bytes are announced and 0 are left'],
    ['1b0000', '8 bytes are announced and 2 are left'],
    ['f97c', '2 bytes are announced and 1 are left'],
    ['5b ffffffffffffffff 00', '18446744073709552000 bytes are announced and 1 are left'],
    ['7a 7fffffff 61', '2147483647 bytes are announced and 1 are left'],
    ['9b 0000001000000000 01', '68719476736 bytes are announced and 1 are left'],
    ['ba 00000003 616101', '6 bytes are announced and 3 are left'],
    ['830102', '3 bytes are announced and 2 are left'],
    ['9f01', '1 bytes are announced and 0 are left'],
    ['bf', '1 bytes are announced and 0 are left'],
    ['bf6161ff', 'a break stands where a value must'],
    ['ff', 'a break stands where a value must'],
    ['82 01 ff', 'a break stands where a value must'],
    ['5f 41 01 61 61 ff', 'a part of a string is of another type'],
    ['7f 7f 61 61 ff ff', 'a number has no value'],
    ['1f', 'a number has no value'],
    ['1c', 'a number has no value'],
    ['5d', 'a number has no value'],
    ['df 01', 'a number has no value'],
    ['f0', 'a simple value is unknown'],
    ['f8ff', 'a simple value is unknown'],
    ['a1 01 02', 'the name of a member is not a text'],
    ['a1 4161 02', 'the name of a member is not a text'],
    ['61 ff', 'a text is not UTF-8'],
    ['62 c3 28', 'a text is not UTF-8'],
    ['7f 61 c3 ff', 'a text is not UTF-8'],
    ['a1 61 ff 01', 'a text is not UTF-8'],
    ['a000', '1 bytes stand behind the item'],
  ])('refuses %s', (hex, sentence) => {
    expect(refusalOf(hex)).toMatch(new RegExp(`^The request body is not CBOR: at byte \\d+ ${sentence}\\.$`));
  });

  it('refuses what is nothing but depth, at once', () => {
    for (const byte of [0x81, 0x9f]) {
      expect(() => readCbor(Buffer.alloc(16_000_000, byte))).toThrow('nested more than 32 deep');
    }
    expect(() => readCbor(Buffer.alloc(16_000_000, 0xc1))).toThrow('more than 50000 items');
  });

  it('refuses more items than any request has', () => {
    expect(() => readCbor(Buffer.concat([Buffer.of(0x9f), Buffer.alloc(16_000_000, 0x80)]))).toThrow(
      'more than 50000 items',
    );
    expect(() => readCbor(Buffer.concat([Buffer.of(0x7f), Buffer.alloc(16_000_000, 0x60)]))).toThrow(
      'more than 50000 items',
    );
  });

  it('refuses every body that is cut off', () => {
    const whole = Buffer.from(
      'bf6161830102f93c006162bf61634401020304ff61647f617861 79ff61651b000000e8d4a51000ff'.replaceAll(' ', ''),
      'hex',
    );
    expect(readCbor(whole)).toMatchObject({ d: 'xy' });
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => readCbor(whole.subarray(0, length))).toThrow('The request body is not CBOR');
    }
  });

  it('never fails in any other way, whatever it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          readCbor(Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ code: 'SerializationException' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
