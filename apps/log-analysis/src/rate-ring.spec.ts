import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addRing,
  countInRing,
  emptyRateRing,
  linesInWindow,
  RATE_WINDOW_MINUTES,
  type RateRing,
} from './rate-ring.js';

const MINUTE_MS = 60_000;

function ringOf(minutes: readonly number[]): RateRing {
  const ring = emptyRateRing();
  for (const minute of minutes) countInRing(ring, minute * MINUTE_MS);
  return ring;
}

/** What the ring is to count, said plainly. */
function linesAmong(minutes: readonly number[], now: number): number {
  return minutes.filter((minute) => minute <= now && minute > now - RATE_WINDOW_MINUTES).length;
}

const minutes = fc.array(fc.integer({ min: 1000, max: 1040 }), { maxLength: 60 });

describe('a rate ring', () => {
  it('counts the minutes of the window and forgets what left it', () => {
    const ring = ringOf([1000, 1000, 1005]);
    expect(linesInWindow(ring, 1005 * MINUTE_MS)).toBe(3);
    expect(linesInWindow(ring, 1009 * MINUTE_MS + 59_999)).toBe(3);
    expect(linesInWindow(ring, 1010 * MINUTE_MS)).toBe(1);
    expect(linesInWindow(ring, 1015 * MINUTE_MS)).toBe(0);
  });

  it('counts what is in the window, in whatever order the lines came', () => {
    fc.assert(
      fc.property(minutes, fc.nat({ max: 20 }), (came, later) => {
        const now = Math.max(1000, ...came) + later;
        expect(linesInWindow(ringOf(came), now * MINUTE_MS)).toBe(linesAmong(came, now));
      }),
    );
  });

  it('is the same ring, added up or counted at once', () => {
    fc.assert(
      fc.property(minutes, minutes, (some, more) => {
        const added = ringOf(some);
        addRing(added, ringOf(more));
        expect(added).toEqual(ringOf([...some, ...more]));
      }),
    );
  });

  it('adds up the same either way, also with a ring in which nothing was counted', () => {
    const added = emptyRateRing();
    addRing(added, ringOf([1000]));
    const again = ringOf([1000]);
    addRing(again, emptyRateRing());
    expect(added).toEqual(again);
  });
});
