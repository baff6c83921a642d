import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  commitmentAt,
  decideAccountSettings,
  DEFAULT_ACCOUNT_SETTINGS,
  isCommitted,
  type AccountSettings,
} from './account-settings.js';
import { NOW_MS } from './testing/streams.js';

const DAY_MS = 86_400_000;

type Step = readonly [wanted: 'ENABLED' | 'DISABLED', atMs: number];

function settingsAfter(...steps: readonly Step[]): AccountSettings {
  return steps.reduce(
    (settings, [wanted, atMs]) => decideAccountSettings(settings, wanted, atMs).at(-1)?.settings ?? settings,
    DEFAULT_ACCOUNT_SETTINGS,
  );
}

const ENABLED: Step = ['ENABLED', NOW_MS];

describe('the commitment of an account', () => {
  it('is not there at first', () => {
    expect(commitmentAt(DEFAULT_ACCOUNT_SETTINGS, NOW_MS)).toEqual({ status: 'DISABLED' });
  });

  it('begins at once, and may end a day later', () => {
    const settings = settingsAfter(ENABLED);
    expect(commitmentAt(settings, NOW_MS)).toEqual({
      status: 'ENABLED',
      startedAtMs: NOW_MS,
      earliestAllowedEndAtMs: NOW_MS + DAY_MS,
    });
  });

  it('that is ended in its first day lasts until that is over, and then ends by itself', () => {
    const settings = settingsAfter(ENABLED, ['DISABLED', NOW_MS + 1]);
    expect(commitmentAt(settings, NOW_MS + DAY_MS - 1)).toEqual({
      status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END',
      startedAtMs: NOW_MS,
      earliestAllowedEndAtMs: NOW_MS + DAY_MS,
    });
    expect(commitmentAt(settings, NOW_MS + DAY_MS)).toEqual({
      status: 'DISABLED',
      startedAtMs: NOW_MS,
      endedAtMs: NOW_MS + DAY_MS,
    });
  });

  it('goes on as it was where it is enabled again before it has ended', () => {
    const settings = settingsAfter(ENABLED, ['DISABLED', NOW_MS + 1], ['ENABLED', NOW_MS + 2]);
    expect(settings).toEqual(settingsAfter(ENABLED));
  });

  it('begins anew where it is enabled again after it has ended', () => {
    const again = NOW_MS + 2 * DAY_MS;
    const settings = settingsAfter(ENABLED, ['DISABLED', NOW_MS + 1], ['ENABLED', again]);
    expect(settings).toEqual(settingsAfter(['ENABLED', again]));
  });

  it('ends at once after its first day', () => {
    const settings = settingsAfter(ENABLED, ['DISABLED', NOW_MS + DAY_MS]);
    const ended = { status: 'DISABLED', startedAtMs: NOW_MS, endedAtMs: NOW_MS + DAY_MS };
    expect(settings.throughputCommitment).toEqual(ended);
  });

  it('changes nothing where it is already as it is wanted', () => {
    const ending = settingsAfter(ENABLED, ['DISABLED', NOW_MS]);
    expect(decideAccountSettings(DEFAULT_ACCOUNT_SETTINGS, 'DISABLED', NOW_MS)).toEqual([]);
    expect(decideAccountSettings(settingsAfter(ENABLED), 'ENABLED', NOW_MS)).toEqual([]);
    expect(decideAccountSettings(ending, 'DISABLED', NOW_MS + DAY_MS)).toEqual([]);
  });

  it('lasts at least a day from each beginning, and for as long as nobody ends it', () => {
    const wanted = fc.constantFrom('ENABLED' as const, 'DISABLED' as const);
    const asked = fc.array(fc.tuple(wanted, fc.integer({ min: 0, max: DAY_MS })));
    fc.assert(
      fc.property(asked, (steps) => {
        let settings = DEFAULT_ACCOUNT_SETTINGS;
        let nowMs = NOW_MS;
        const model = { sinceMs: 0, untilMs: 0 };
        for (const [status, afterMs] of steps) {
          nowMs += afterMs;
          const wasCommitted = nowMs < model.untilMs;
          if (status === 'DISABLED' && wasCommitted) model.untilMs = Math.max(nowMs, model.sinceMs + DAY_MS);
          if (status === 'ENABLED' && !wasCommitted) model.sinceMs = nowMs;
          if (status === 'ENABLED') model.untilMs = Infinity;
          settings = decideAccountSettings(settings, status, nowMs)[0]?.settings ?? settings;
          expect(isCommitted(settings, nowMs)).toBe(nowMs < model.untilMs);
        }
      }),
    );
  });
});
