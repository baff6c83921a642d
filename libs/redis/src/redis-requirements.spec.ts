import { describe, expect, it } from '@jest/globals';
import { clockProblem, reportedFailures, settingsFor, unmetRequirements } from './redis-requirements.js';

const SAFE = {
  appendonly: 'yes',
  appendfsync: 'always',
  'no-appendfsync-on-rewrite': 'no',
  'maxmemory-policy': 'noeviction',
};

describe('what a durability needs of Redis', () => {
  it.each(['memory', 'interval', 'disk'] as const)(
    'is met at %s by the settings of the private Redis',
    (level) => {
      expect(unmetRequirements(new Map(Object.entries(SAFE)), level)).toEqual([]);
    },
  );

  it.each([
    [{ 'maxmemory-policy': 'allkeys-lru' }, ['memory', 'interval', 'disk']],
    [{ appendonly: 'no' }, ['interval', 'disk']],
    [{ appendfsync: 'no' }, ['interval', 'disk']],
    [{ appendfsync: 'everysec' }, ['disk']],
    [{ 'no-appendfsync-on-rewrite': 'yes' }, ['interval', 'disk']],
  ] as const)('is missed with %j at %j, and there alone', (change, levels) => {
    const settings = new Map(Object.entries({ ...SAFE, ...change }));
    const missed = (['memory', 'interval', 'disk'] as const).filter(
      (level) => unmetRequirements(settings, level).length > 0,
    );
    expect(missed).toEqual(levels);
  });

  it('is said with the value, the danger and what to type', () => {
    expect(unmetRequirements(new Map(Object.entries({ ...SAFE, appendfsync: 'everysec' })), 'disk')).toEqual([
      'appendfsync is everysec: acknowledged records would not be on disk yet. Durability disk needs always: ' +
        'CONFIG SET appendfsync always, and the same in redis.conf.',
    ]);
  });

  it('names a setting that Redis does not know as unset', () => {
    expect(unmetRequirements(new Map(), 'memory')[0]).toContain('maxmemory-policy is unset');
  });

  it('asks each level only for what it needs', () => {
    expect(settingsFor('memory')).toEqual(['maxmemory-policy']);
    expect(settingsFor('disk')).toHaveLength(4);
  });
});

describe('what Redis says of itself', () => {
  it.each([
    [{ redis_version: '7.0.15', aof_last_write_status: 'ok' }, []],
    [{ redis_version: '8.2.0' }, []],
    [{ redis_version: '6.2.7' }, ['Redis 6.2.7 is too old: 7.0 or Valkey is needed.']],
    [
      { redis_version: '7.0.15', aof_last_write_status: 'err' },
      ['Redis could not write its append-only file (aof_last_write_status err): is the disk full?'],
    ],
  ])('%j', (info, problems) => {
    expect(reportedFailures(new Map(Object.entries(info)))).toEqual(problems);
  });
});

describe('the clocks', () => {
  it.each([
    { ownMs: 10_000, redisMs: 12_000, roundTripMs: 0 },
    { ownMs: 10_000, redisMs: 8000, roundTripMs: 0 },
    { ownMs: 10_000, redisMs: 14_000, roundTripMs: 2000 },
  ])('agree within 2 s and the time of the question: %j', (reading) => {
    expect(clockProblem(reading)).toBeUndefined();
  });

  it.each([
    [12_001, "this host's clock is 2.0 s behind the one of Redis"],
    [3000, "this host's clock is 7.0 s ahead of the one of Redis"],
  ])('disagree when Redis says %d at 10000', (redisMs, problem) => {
    expect(clockProblem({ ownMs: 10_000, redisMs, roundTripMs: 0 })).toContain(problem);
  });
});
