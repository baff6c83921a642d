import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { md5Into } from './md5.js';

function md5(text: string): string {
  const words = new Uint32Array(4);
  md5Into(words, text);
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

const byCrypto = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

describe('md5', () => {
  // Source: RFC 1321, A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('of %p is %s', (text, digest) => {
    expect(md5(text)).toBe(digest);
  });

  it('agrees with node:crypto at every length from 0 to 300', () => {
    for (let length = 0; length <= 300; length += 1) {
      const text = Array.from({ length }, (_, i) => String.fromCharCode((7 * i + length) & 0x7f)).join('');
      expect(`${length} ${md5(text)}`).toBe(`${length} ${byCrypto(text)}`);
    }
  });

  it('agrees with node:crypto on every character up to three bytes of UTF-8', () => {
    for (let code = 0; code < 0x900; code += 1) {
      const text = `key ${String.fromCharCode(code)}`;
      expect(`${code} ${md5(text)}`).toBe(`${code} ${byCrypto(text)}`);
    }
  });

  it('agrees with node:crypto on any text: ASCII, accents, emoji, lone surrogates', () => {
    const texts = ['grapheme-ascii', 'binary', 'grapheme'] as const;
    const anyText = fc.oneof(
      ...texts.map((unit) => fc.string({ unit, maxLength: 80 })),
      fc.constant('\ud800x'),
    );
    fc.assert(
      fc.property(anyText, (text) => expect(md5(text)).toBe(byCrypto(text))),
      { numRuns: 2_000 },
    );
  });

  it('takes nothing from one text over to the next', () => {
    const longest = 'z'.repeat(55);
    expect([longest, '', `${longest}é`, 'a'].map(md5)).toEqual(
      [longest, '', `${longest}é`, 'a'].map(byCrypto),
    );
  });
});
