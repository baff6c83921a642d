import { describe, expect, it } from '@jest/globals';
import { endedAtMs, isExpired, startedAtMs, trimHorizonMs } from './retention-period.js';
import type { Shard } from './shard.js';
import { NOW_MS, streamWith } from './testing/streams.js';

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
