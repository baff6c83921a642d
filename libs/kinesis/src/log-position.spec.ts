import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  after,
  comparePositions,
  entryIdOf,
  FIRST_EPOCH,
  LOG_START,
  positionOf,
  SEALED_ENTRY_ID,
  type EntryId,
} from './log-position.js';
import { anyPosition } from './testing/positions.js';

const U64 = 64n;

/** How Redis orders the ids of a stream: by the pair of unsigned 64-bit numbers. */
function redisOrder(id: EntryId): bigint {
  const [milliseconds, sequence] = id.split('-').map(BigInt) as [bigint, bigint];
  expect(milliseconds < 1n << U64 && sequence < 1n << U64).toBe(true);
  return (milliseconds << U64) | sequence;
}

describe('a position in a log', () => {
  it('is written as an entry id and read back', () => {
    expect(entryIdOf({ epoch: FIRST_EPOCH, second: 1_767_225_600, index: 42 })).toBe('10000011767225600-42');
    expect(entryIdOf(LOG_START)).toBe('10000010000000000-0');
    fc.assert(
      fc.property(anyPosition, (position) => expect(positionOf(entryIdOf(position))).toEqual(position)),
    );
  });

  it('has its place in the order that Redis keeps', () => {
    fc.assert(
      fc.property(anyPosition, anyPosition, (a, b) => {
        const difference = redisOrder(entryIdOf(a)) - redisOrder(entryIdOf(b));
        expect(Math.sign(comparePositions(a, b))).toBe(Math.sign(Number(difference)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('lies before the seal, and the place behind it is the next one', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        expect(redisOrder(entryIdOf(position)) < redisOrder(SEALED_ENTRY_ID)).toBe(true);
        const ids = [position, after(position)].map((each) => redisOrder(entryIdOf(each)));
        expect(ids[1]).toBe((ids[0] as bigint) + 1n);
      }),
    );
  });

  it.each([
    '',
    '0-0',
    '1700000000000-0',
    SEALED_ENTRY_ID,
    '1000001abcdefghij-1',
    '10000010000000000-',
    '10000010000000000-x',
  ])('is not read from the id %p', (id) => {
    expect(() => positionOf(id)).toThrow(RangeError);
  });
});
