import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LAST_HASH_KEY, type HashKey } from './hash-key.js';
import { equalRanges, tilesHashSpace, type HashKeyRange } from './hash-key-range.js';

describe('equal ranges', () => {
  it('tile the hash space, each as wide as AWS makes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (shardCount) => {
        const ranges = equalRanges(shardCount);
        const width = 2n ** 128n / BigInt(shardCount);
        expect(ranges).toHaveLength(shardCount);
        expect(tilesHashSpace(ranges)).toBe(true);
        expect(ranges.slice(0, -1).every(({ start, end }) => end - start + 1n === width)).toBe(true);
      }),
    );
  });

  // Source: recorded against AWS, a stream of three shards.
  it('of three shards are those of AWS', () => {
    expect(equalRanges(3).map(({ start, end }) => `${start} ${end}`)).toEqual([
      '0 113427455640312821154458202477256070484',
      '113427455640312821154458202477256070485 226854911280625642308916404954512140969',
      '226854911280625642308916404954512140970 340282366920938463463374607431768211455',
    ]);
  });
});

describe('ranges', () => {
  const range = (start: bigint, end: bigint): HashKeyRange => ({
    start: start as HashKey,
    end: end as HashKey,
  });
  const HALF = 2n ** 127n;

  it.each([
    ['none', []],
    ['the first key missing', [range(1n, LAST_HASH_KEY)]],
    ['the last key missing', [range(0n, LAST_HASH_KEY - 1n)]],
    ['a gap', [range(0n, HALF - 2n), range(HALF, LAST_HASH_KEY)]],
    ['an overlap', [range(0n, HALF), range(HALF, LAST_HASH_KEY)]],
    ['one upside down', [range(0n, HALF - 1n), range(HALF, HALF - 1n), range(HALF, LAST_HASH_KEY)]],
  ])('do not tile the hash space with %s', (_, ranges) => {
    expect(tilesHashSpace(ranges)).toBe(false);
  });

  it('tile it in any order', () => {
    expect(tilesHashSpace([range(HALF, LAST_HASH_KEY), range(0n, HALF - 1n)])).toBe(true);
  });
});
