import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FIRST_EPOCH, LAST_INDEX } from './log-position.js';
import { sequenceNumbersFrom } from './sequence-number-run.js';
import { sequenceNumberOf } from './sequence-number.js';
import { anySequenceNumberFields } from './testing/positions.js';

const FIELDS = {
  shardCreatedAtSecond: 1_767_225_600,
  shardNumber: 0x1234_567a,
  epoch: FIRST_EPOCH,
  index: 5,
  second: 1_767_225_700,
};

describe('the numbers of a batch', () => {
  it('equal the numbers made one by one', () => {
    fc.assert(
      fc.property(anySequenceNumberFields, fc.integer({ min: 0, max: 50 }), (first, count) => {
        fc.pre(first.index + count <= LAST_INDEX);
        const oneByOne = Array.from({ length: count }, (_, i) =>
          sequenceNumberOf({ ...first, index: first.index + i }),
        );
        expect(sequenceNumbersFrom(first, count)).toEqual(oneByOne);
      }),
      { numRuns: 500 },
    );
  });

  // The upper limb carries once in some 8,270 records, so this run passes it three times.
  it('equal them across the carries of both limbs', () => {
    const numbers = sequenceNumbersFrom(FIELDS, 25_000);
    const differing = numbers.filter((number, i) => number !== sequenceNumberOf({ ...FIELDS, index: 5 + i }));
    expect(differing).toEqual([]);
    expect(new Set(numbers.map((number) => number.slice(0, 28))).size).toBeGreaterThanOrEqual(4);
  });
});
