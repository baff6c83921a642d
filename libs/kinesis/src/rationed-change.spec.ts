import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkRation, withChange, type RationedChange, type RationedChangeMade } from './rationed-change.js';
import { NOW_MS, SCOPE } from './testing/streams.js';

const DAY_MS = 86_400_000;
const MOST: readonly (readonly [RationedChange, number])[] = [
  ['mode', 2],
  ['encryption-start', 25],
  ['encryption-stop', 25],
  ['shard-count', 10],
];

/** The times at which the change was allowed, of those at which it was wanted. */
function allowed(change: RationedChange, times: readonly number[]): readonly number[] {
  let made: readonly RationedChangeMade[] = [];
  const done: number[] = [];
  for (const atMs of times) {
    try {
      checkRation({ name: 'clicks', rationedChanges: made }, { change, nowMs: atMs, scope: SCOPE });
    } catch {
      continue;
    }
    made = withChange(made, { change, atMs });
    done.push(atMs);
  }
  return done;
}

describe.each(MOST)('a change that is rationed: %s', (change, most) => {
  it(`happens ${most} times in any 24 hours, never oftener, and never less often than that`, () => {
    const pauses = fc.array(fc.integer({ min: 0, max: DAY_MS }), { maxLength: 60 });
    fc.assert(
      fc.property(pauses, (pausesMs) => {
        let nowMs = NOW_MS;
        const wanted = pausesMs.map((pauseMs) => (nowMs += pauseMs));
        const done = allowed(change, wanted);
        const inDayBefore = (atMs: number) => done.filter((each) => each <= atMs && each > atMs - DAY_MS);
        for (const atMs of done) expect(inDayBefore(atMs).length).toBeLessThanOrEqual(most);
        const refused = wanted.filter((atMs) => !done.includes(atMs));
        for (const atMs of refused) expect(inDayBefore(atMs)).toHaveLength(most);
      }),
    );
  });
});

describe('a change too many', () => {
  it('is refused with the limit and the time at which it is possible', () => {
    const made = [0, 3_600_000].map((afterMs) => ({ change: 'mode' as const, atMs: NOW_MS + afterMs }));
    const wanted = { change: 'mode', nowMs: NOW_MS + 7_200_000, scope: SCOPE } as const;
    expect(() => checkRation({ name: 'clicks', rationedChanges: made }, wanted)).toThrow(
      expect.objectContaining({
        code: 'LimitExceededException',
        message:
          'Stream clicks under account 123456789012 has had 2 changes of its mode in the last 24 hours. Limit: 2. ' +
          'The next one is possible at 2026-01-02T00:00:00.250Z.',
      }),
    );
  });

  it('is not one of another kind', () => {
    const made = Array.from({ length: 25 }, () => ({ change: 'encryption-start' as const, atMs: NOW_MS }));
    for (const change of ['mode', 'encryption-stop'] as const)
      checkRation({ name: 'clicks', rationedChanges: made }, { change, nowMs: NOW_MS, scope: SCOPE });
  });
});

describe('what is remembered of changes', () => {
  it('are those of the last 24 hours, of every kind', () => {
    const old = { change: 'mode', atMs: NOW_MS } as const;
    const recent = { change: 'shard-count', atMs: NOW_MS + 1 } as const;
    const next = { change: 'encryption-stop', atMs: NOW_MS + DAY_MS } as const;
    expect(withChange([old, recent], next)).toEqual([recent, next]);
  });
});
