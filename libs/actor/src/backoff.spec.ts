import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

describe('back-off', () => {
  it.each([
    { triesBefore: 0, jitter: 0.5, random: 0, expected: 100 },
    { triesBefore: 1, jitter: 0.5, random: 0, expected: 200 },
    { triesBefore: 4, jitter: 0.5, random: 0, expected: 1600 },
    { triesBefore: 5, jitter: 0.5, random: 0, expected: 2000 },
    { triesBefore: 2000, jitter: 0.5, random: 0, expected: 2000 },
    { triesBefore: 0, jitter: 0.5, random: 0.5, expected: 75 },
    { triesBefore: 2000, jitter: 0.5, random: 1, expected: 1000 },
    { triesBefore: 0, jitter: 1, random: 0.5, expected: 50 },
    { triesBefore: 0, jitter: 0, random: 0.5, expected: 100 },
  ])(
    'waits $expected ms after $triesBefore tries with jitter $jitter where chance says $random',
    ({ triesBefore, jitter, random, expected }) => {
      expect(backoffMs({ firstMs: 100, maxMs: 2000, jitter }, { triesBefore, random })).toBe(expected);
    },
  );
});
