import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesWildcard } from './wildcard-pattern.js';

describe('a pattern with wildcards', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['?', 'a', true],
    ['kinesis:Put*', 'kinesis:PutRecords', true],
    ['kinesis:Put*', 'kinesis:GetRecords', false],
    ['kinesis:PutRecord', 'kinesis:PutRecords', false],
    ['stream/orders', 'stream/orders-2', false],
    ['stream/orders-?', 'stream/orders-2', true],
    ['*a*b', 'xaxbxb', true],
    ['a.c', 'abc', false],
  ])('%j covers %j: %p', (pattern, text, isCovered) => {
    expect(matchesWildcard(pattern, text)).toBe(isCovered);
  });

  it('covers what the regular expression of the same meaning covers', () => {
    const symbols = (...all: readonly string[]) =>
      fc.string({ unit: fc.constantFrom(...all), maxLength: 12 });
    fc.assert(
      fc.property(symbols('a', 'b', '.', '*', '?'), symbols('a', 'b', '.'), (pattern, text) => {
        const regex = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${regex}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('looks at no more than its length times that of the text, however hostile it is', () => {
    const pattern = '*a'.repeat(200) + 'b';
    const text = 'a'.repeat(2000);
    let reads = 0;
    const counted = new Proxy(new String(text) as unknown as Record<string, unknown>, {
      get(target, key) {
        reads += 1;
        return key === 'length' ? text.length : text[Number(key)];
      },
    });
    expect(matchesWildcard(pattern, counted as unknown as string)).toBe(false);
    expect(reads).toBeLessThan(2 * pattern.length * text.length);
  });
});
