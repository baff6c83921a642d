import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TimeHistogram } from './time-histogram.js';

describe('a histogram of times', () => {
  it('has each time in the first bucket that reaches up to it', () => {
    const times = fc.array(fc.oneof(fc.nat(100_000_000), fc.double({ min: 0, max: 20, noNaN: true })));
    fc.assert(
      fc.property(times, (list) => {
        const histogram = new TimeHistogram();
        for (const ms of list) histogram.record(ms);
        const { boundaries, counts, count, sum } = histogram;
        counts.forEach((seen, bucket) => {
          const [from = -Infinity, to = Infinity] = [boundaries[bucket - 1], boundaries[bucket]];
          expect(seen).toBe(list.filter((ms) => ms > from && ms <= to).length);
        });
        expect({ count, sum }).toEqual({ count: list.length, sum: list.reduce((all, ms) => all + ms, 0) });
      }),
    );
  });
});
