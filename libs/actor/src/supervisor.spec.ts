import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_SUPERVISION, decideVerdict } from './supervisor.js';
import type { Crash, Directive, Supervision } from './supervisor.js';

const SUPERVISION: Supervision = { ...DEFAULT_SUPERVISION, maxRestarts: 3, windowMs: 1_000 };

function crash(change: Partial<Crash> = {}): Crash {
  return {
    error: new Error('broken'),
    during: 'receive',
    nowMs: 10_000,
    restartsMs: [],
    random: 0,
    ...change,
  };
}

function directing(directive: Directive): Supervision {
  return { ...SUPERVISION, directiveFor: () => directive };
}

describe('supervisor', () => {
  it.each([
    { directive: 'resume', verdict: { directive: 'resume' } },
    { directive: 'restart', verdict: { directive: 'restart', delayMs: 100, restartsMs: [10_000] } },
    { directive: 'stop', verdict: { directive: 'stop', isBudgetSpent: false } },
    { directive: 'escalate', verdict: { directive: 'escalate', isBudgetSpent: false } },
  ] as const)('follows the directive of the error: $directive', ({ directive, verdict }) => {
    expect(decideVerdict(directing(directive), crash())).toEqual(verdict);
  });

  it('restarts what failed to start, even where the error calls for going on', () => {
    const verdict = decideVerdict(directing('resume'), crash({ during: 'start' }));
    expect(verdict).toMatchObject({ directive: 'restart' });
  });

  it.each([
    { earlier: 0, delayMs: 100 },
    { earlier: 1, delayMs: 200 },
    { earlier: 4, delayMs: 1_600 },
    { earlier: 5, delayMs: 2_000 },
    { earlier: 2_000, delayMs: 2_000 },
  ])('waits $delayMs ms after $earlier restarts in the window', ({ earlier, delayMs }) => {
    const patient = { ...SUPERVISION, maxRestarts: 5_000 };
    const restartsMs = Array.from({ length: earlier }, () => 9_999);
    expect(decideVerdict(patient, crash({ restartsMs }))).toMatchObject({ delayMs });
  });

  it('takes a random part of the delay away, never adds to it', () => {
    expect(decideVerdict(SUPERVISION, crash({ random: 0.5 }))).toMatchObject({ delayMs: 75 });
  });

  it.each(['stop', 'escalate'] as const)(
    'answers by %s when the budget of the window is spent',
    (whenExhausted) => {
      const verdict = decideVerdict(
        { ...SUPERVISION, whenExhausted },
        crash({ restartsMs: [9_001, 9_500, 9_900] }),
      );
      expect(verdict).toEqual({ directive: whenExhausted, isBudgetSpent: true });
    },
  );

  it('forgets restarts that are as old as the window', () => {
    const verdict = decideVerdict(SUPERVISION, crash({ restartsMs: [9_000, 9_500, 9_900] }));
    expect(verdict).toEqual({ directive: 'restart', delayMs: 400, restartsMs: [9_500, 9_900, 10_000] });
  });

  it('never restarts more often than the budget in any window, nor waits beyond the bounds', () => {
    const gapsMs = fc.array(fc.nat(600), { maxLength: 50 });
    fc.assert(
      fc.property(gapsMs, fc.double({ min: 0, max: 0.999, noNaN: true }), (gaps, random) => {
        let nowMs = 0;
        let restartsMs: readonly number[] = [];
        const granted: number[] = [];
        for (const gap of gaps) {
          nowMs += gap;
          const verdict = decideVerdict(SUPERVISION, crash({ nowMs, restartsMs, random }));
          if (verdict.directive !== 'restart') continue;
          restartsMs = verdict.restartsMs;
          granted.push(nowMs);
          expect(verdict.delayMs).toBeGreaterThan(50 * 0.999);
          expect(verdict.delayMs).toBeLessThanOrEqual(2_000);
        }
        for (const startMs of granted) {
          const inWindow = granted.filter((at) => at >= startMs && at < startMs + SUPERVISION.windowMs);
          expect(inWindow.length).toBeLessThanOrEqual(SUPERVISION.maxRestarts);
        }
      }),
    );
  });
});
