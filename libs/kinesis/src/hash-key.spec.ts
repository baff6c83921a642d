import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashKeyToWords, hashPartitionKeyInto, LAST_HASH_KEY, parseExplicitHashKey } from './hash-key.js';
import { anyHashKey } from './testing/streams.js';

describe('an explicit hash key', () => {
  it('is read exactly, from 0 to 2^128 − 1', () => {
    fc.assert(fc.property(anyHashKey, (key) => expect(parseExplicitHashKey(String(key))).toBe(key)));
    expect(parseExplicitHashKey('340282366920938463463374607431768211455')).toBe(LAST_HASH_KEY);
  });

  it.each([
    '340282366920938463463374607431768211456',
    '999999999999999999999999999999999999999',
    '-1',
    '',
    ' 1',
    '0x10',
    '1e3',
    '01',
  ])('is refused when it is %p, naming range and value', (text) => {
    expect(() => parseExplicitHashKey(text)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message: `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`,
      }),
    );
  });
});

describe('a hash key as words', () => {
  it('holds 32 bits in each, the most significant first', () => {
    fc.assert(
      fc.property(anyHashKey, (key) => {
        const hex = Array.from(hashKeyToWords(key), (word) => word.toString(16).padStart(8, '0')).join('');
        expect(BigInt(`0x${hex}`)).toBe(key);
      }),
    );
  });

  it('of a partition key is its MD5', () => {
    const words = new Uint32Array(4);
    hashPartitionKeyInto(words, 'message digest');
    expect(words).toEqual(hashKeyToWords(0xf96b697d7cb7938d525a2f31aaf161d0n));
  });
});
