import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideDecreaseRetention,
  decideIncreaseRetention,
  endedAtMs,
  isExpired,
  startedAtMs,
  trimHorizonMs,
} from './retention-period.js';
import type { Shard } from './shard.js';
import { CONTEXT, NOW_MS, streamWith, updated } from './testing/streams.js';

const HOUR_MS = 3_600_000;
const STREAM = streamWith({ shardCount: 1 });
const SHARD = STREAM.shards[0] as Shard;
const CLOSED: Shard = { ...SHARD, closedAtSecond: Math.floor(NOW_MS / 1000) };

describe('the trim horizon', () => {
  it('is the creation of a young stream, and the retention period ago afterwards', () => {
    expect(trimHorizonMs(STREAM, NOW_MS + HOUR_MS)).toBe(NOW_MS);
    expect(trimHorizonMs(STREAM, NOW_MS + 25 * HOUR_MS)).toBe(NOW_MS + HOUR_MS);
  });
});

describe('the time of a shard', () => {
  it('begins with its stream for a first shard, with its second for a child', () => {
    expect(startedAtMs(STREAM, SHARD)).toBe(NOW_MS);
    expect(startedAtMs(STREAM, { ...SHARD, parents: [0], createdAtSecond: 5 })).toBe(5_000);
  });

  it('ends where its children begin, and never while it is open', () => {
    expect(endedAtMs({ ...SHARD, closedAtSecond: 4 })).toBe(5_000);
    expect(endedAtMs(SHARD)).toBe(Infinity);
  });
});

describe('a shard', () => {
  it('expires when all it held is past the retention period, and never while it is open', () => {
    const expiresMs = endedAtMs(CLOSED) + 24 * HOUR_MS;
    expect(isExpired(STREAM, CLOSED, expiresMs - 1)).toBe(false);
    expect(isExpired(STREAM, CLOSED, expiresMs)).toBe(true);
    expect(isExpired(STREAM, SHARD, expiresMs)).toBe(false);
  });
});

describe('a retention period', () => {
  const WEEK = { ...STREAM, retentionHours: 168 };

  it.each([
    ['increased', decideIncreaseRetention, 169],
    ['increased to the most', decideIncreaseRetention, 8760],
    ['decreased', decideDecreaseRetention, 167],
    ['decreased to the least', decideDecreaseRetention, 24],
  ] as const)('is %s', (_, decide, hours) => {
    expect(updated(WEEK, decide(WEEK, hours, CONTEXT))).toMatchObject({ retentionHours: hours });
  });

  it.each([decideIncreaseRetention, decideDecreaseRetention])(
    'stays as it is where the present one is asked for, and nothing happens',
    (decide) => {
      expect(decide(WEEK, 168, CONTEXT)).toEqual([]);
    },
  );

  it.each([
    [
      'shorter, as an increase',
      decideIncreaseRetention,
      24,
      'Requested retention period (24 hours) for stream stream-0 can not be shorter than existing retention period ' +
        '(168 hours). Use DecreaseRetentionPeriod API.',
    ],
    [
      'longer, as a decrease',
      decideDecreaseRetention,
      169,
      'Requested retention period (169 hours) for stream stream-0 can not be longer than existing retention period ' +
        '(168 hours). Use IncreaseRetentionPeriod API.',
    ],
    [
      'below a day',
      decideDecreaseRetention,
      23,
      'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
    ],
    [
      'negative',
      decideIncreaseRetention,
      -1,
      'Minimum allowed retention period is 24 hours. Requested retention period (-1 hours) is too short.',
    ],
    [
      'above a year',
      decideIncreaseRetention,
      8761,
      'Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.',
    ],
  ] as const)('is refused %s', (_, decide, hours, message) => {
    expect(() => decide(WEEK, hours, CONTEXT)).toThrow(
      expect.objectContaining({ code: 'InvalidArgumentException', message }),
    );
  });

  it('hides at once what is older than a shorter one, and a longer one brings nothing back', () => {
    const changes = fc.array(
      fc.record({
        afterHours: fc.integer({ min: 0, max: 400 }),
        hours: fc.integer({ min: 24, max: 500 }),
      }),
    );
    fc.assert(
      fc.property(changes, (asked) => {
        let stream = STREAM;
        let nowMs = NOW_MS;
        let hiddenBeforeMs = trimHorizonMs(stream, nowMs);
        for (const { afterHours, hours } of asked) {
          nowMs += afterHours * HOUR_MS;
          hiddenBeforeMs = Math.max(hiddenBeforeMs, trimHorizonMs(stream, nowMs));
          const decide = hours < stream.retentionHours ? decideDecreaseRetention : decideIncreaseRetention;
          stream = updated(stream, decide(stream, hours, { ...CONTEXT, nowMs }));
          expect(trimHorizonMs(stream, nowMs)).toBe(Math.max(hiddenBeforeMs, nowMs - hours * HOUR_MS));
        }
      }),
    );
  });
});
