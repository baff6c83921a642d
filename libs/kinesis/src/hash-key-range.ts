import type { HashKey } from './hash-key.js';
import { LAST_HASH_KEY } from './hash-key.js';

/** An interval of hash keys, both ends belong to it. The open shards of a stream tile 0 … 2^128 − 1. */
export interface HashKeyRange {
  readonly start: HashKey;
  readonly end: HashKey;
}

/**
 * The ranges of a new stream: shard i of n begins at i × ⌊2^128 / n⌋, the last one ends at 2^128 − 1.
 *
 * Source: recorded against AWS.
 */
export function equalRanges(shardCount: number): readonly HashKeyRange[] {
  const width = (LAST_HASH_KEY + 1n) / BigInt(shardCount);
  return Array.from({ length: shardCount }, (_, shard) => ({
    start: (BigInt(shard) * width) as HashKey,
    end: (shard === shardCount - 1 ? LAST_HASH_KEY : BigInt(shard + 1) * width - 1n) as HashKey,
  }));
}

/** Whether the ranges, in any order, cover every hash key exactly once. */
export function tilesHashSpace(ranges: readonly HashKeyRange[]): boolean {
  const sorted = ranges.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  let expected = 0n;
  for (const range of sorted) {
    if (range.start !== expected || range.end < range.start) return false;
    expected = range.end + 1n;
  }
  return expected === LAST_HASH_KEY + 1n;
}
