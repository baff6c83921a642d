import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tilesHashSpace } from './hash-key-range.js';
import { isExpired, trimHorizonMs } from './retention-period.js';
import { listShards, parseShardFilter, type ShardFilter, type ShardFilterRequest } from './shard-filter.js';
import { isOpen, type Shard } from './shard.js';
import type { Stream } from './stream.js';
import { NOW_MS, reshardedStream, streamWith } from './testing/streams.js';

const START_SECOND = Math.floor(NOW_MS / 1000);

/**
 * Shard 0 split at 100 s into 1 and 2, which merged at 200 s into 3; shard 4 never changed.
 * Seconds since the stream's creation.
 */
const STREAM: Stream = {
  ...streamWith({ shardCount: 2 }),
  shards: [
    shard({ number: 0, parents: [], since: 0, until: 100 }),
    shard({ number: 1, parents: [0], since: 101, until: 200 }),
    shard({ number: 2, parents: [0], since: 101, until: 200 }),
    shard({ number: 3, parents: [1, 2], since: 201 }),
    shard({ number: 4, parents: [], since: 0 }),
  ],
};

interface Life {
  readonly number: number;
  readonly parents: readonly number[];
  readonly since: number;
  readonly until?: number;
}

function shard({ number, parents, since, until }: Life): Shard {
  const [{ range }] = streamWith({ shardCount: 1 }).shards as [Shard];
  return {
    number,
    parents,
    range,
    createdAtSecond: START_SECOND + since,
    ...(until === undefined ? {} : { closedAtSecond: START_SECOND + until }),
  };
}

const ALL = { maxResults: 10_000 };
const numbersOf = (shards: readonly Shard[]) => shards.map(({ number }) => number);
const atSecond = (second: number) => (START_SECOND + second) * 1000;
const DAY = 86_400;

describe('listing shards', () => {
  it.each<[string, ShardFilter, number, readonly number[]]>([
    ['AT_LATEST', { type: 'AT_LATEST' }, 300, [3, 4]],
    ['FROM_TRIM_HORIZON', { type: 'FROM_TRIM_HORIZON' }, 300, [0, 1, 2, 3, 4]],
    ['FROM_TRIM_HORIZON without the expired', { type: 'FROM_TRIM_HORIZON' }, DAY + 150, [1, 2, 3, 4]],
    ['AT_TRIM_HORIZON of a young stream', { type: 'AT_TRIM_HORIZON' }, 300, [0, 4]],
    ['AT_TRIM_HORIZON of an old stream', { type: 'AT_TRIM_HORIZON' }, DAY + 150, [1, 2, 4]],
    [
      'AT_TIMESTAMP before the split',
      { type: 'AT_TIMESTAMP', timestampMs: atSecond(100) + 999 },
      300,
      [0, 4],
    ],
    ['AT_TIMESTAMP after the split', { type: 'AT_TIMESTAMP', timestampMs: atSecond(101) }, 300, [1, 2, 4]],
    ['AT_TIMESTAMP before the horizon', { type: 'AT_TIMESTAMP', timestampMs: 0 }, DAY + 150, [1, 2, 4]],
    ['AT_TIMESTAMP before the creation', { type: 'AT_TIMESTAMP', timestampMs: 0 }, 300, [0, 4]],
    ['FROM_TIMESTAMP', { type: 'FROM_TIMESTAMP', timestampMs: atSecond(101) }, 300, [1, 2, 3, 4]],
    ['FROM_TIMESTAMP before the horizon', { type: 'FROM_TIMESTAMP', timestampMs: 0 }, DAY + 250, [3, 4]],
    ['AFTER_SHARD_ID', { type: 'AFTER_SHARD_ID', shardNumber: 1 }, 300, [2, 3, 4]],
    ['AFTER_SHARD_ID of the last one', { type: 'AFTER_SHARD_ID', shardNumber: 4 }, 300, []],
    ['AFTER_SHARD_ID of a shard that never was', { type: 'AFTER_SHARD_ID', shardNumber: 9_999 }, 300, []],
  ])('%s', (_, filter, second, expected) => {
    const page = listShards(STREAM, { filter, nowMs: atSecond(second), ...ALL });
    expect(numbersOf(page.shards)).toEqual(expected);
    expect(page.hasMore).toBe(false);
  });

  it('at any time of the stream’s life gives shards that tile the hash space', () => {
    fc.assert(
      fc.property(reshardedStream, fc.nat(250_000), fc.nat(250_000), (stream, ageSeconds, atAge) => {
        const filter: ShardFilter = { type: 'AT_TIMESTAMP', timestampMs: NOW_MS + 1000 * atAge };
        const nowMs = NOW_MS + 1000 * ageSeconds;
        const { shards } = listShards(stream, { filter, nowMs, ...ALL });
        expect(tilesHashSpace(shards.map(({ range }) => range))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives with every filter a part of what is not expired, in the order of the numbers', () => {
    fc.assert(
      fc.property(reshardedStream, fc.nat(250_000), fc.nat(250_000), (stream, ageSeconds, atAge) => {
        const nowMs = NOW_MS + 1000 * ageSeconds;
        const timestampMs = NOW_MS + 1000 * atAge;
        const kept = stream.shards.filter((each) => !isExpired(stream, each, nowMs));
        const list = (filter: ShardFilter) => listShards(stream, { filter, nowMs, ...ALL }).shards;
        expect(list({ type: 'FROM_TRIM_HORIZON' })).toEqual(kept);
        expect(list({ type: 'AT_LATEST' })).toEqual(kept.filter(isOpen));
        expect(list({ type: 'AT_TRIM_HORIZON' })).toEqual(
          list({ type: 'AT_TIMESTAMP', timestampMs: trimHorizonMs(stream, nowMs) }),
        );
        const from = list({ type: 'FROM_TIMESTAMP', timestampMs });
        expect(from).toEqual(kept.filter((each) => from.includes(each)));
        expect(from).toEqual(expect.arrayContaining([...list({ type: 'AT_LATEST' })]));
        expect(from).toEqual(expect.arrayContaining([...list({ type: 'AT_TIMESTAMP', timestampMs })]));
      }),
    );
  });

  it('gives the same shards in pages of any size', () => {
    fc.assert(
      fc.property(reshardedStream, fc.integer({ min: 1, max: 4 }), (stream, maxResults) => {
        const query = { filter: { type: 'FROM_TRIM_HORIZON' } as const, nowMs: NOW_MS + 1e8 };
        const whole = listShards(stream, { ...query, ...ALL }).shards;
        const paged: Shard[] = [];
        let hasMore = true;
        while (hasMore) {
          const exclusiveStartShardNumber = paged.at(-1)?.number;
          const page = listShards(stream, { ...query, exclusiveStartShardNumber, maxResults });
          expect(page.shards).toHaveLength(page.hasMore ? maxResults : page.shards.length);
          paged.push(...page.shards);
          hasMore = page.hasMore;
        }
        expect(paged).toEqual(whole);
      }),
    );
  });

  it('says that there is more only if a shard follows that passes the filter', () => {
    const query = { filter: { type: 'AT_LATEST' } as const, nowMs: atSecond(300) };
    expect(listShards(STREAM, { ...query, maxResults: 1 })).toMatchObject({ hasMore: true });
    expect(listShards(STREAM, { ...query, maxResults: 2 })).toMatchObject({ hasMore: false });
  });
});

describe('a shard filter', () => {
  it.each<[ShardFilterRequest, ShardFilter]>([
    [{ type: 'AT_LATEST' }, { type: 'AT_LATEST' }],
    [
      { type: 'AFTER_SHARD_ID', shardId: 'shardId-7' },
      { type: 'AFTER_SHARD_ID', shardNumber: 7 },
    ],
    [
      { type: 'AT_TIMESTAMP', timestampMs: 0 },
      { type: 'AT_TIMESTAMP', timestampMs: 0 },
    ],
  ])('is read from %j', (request, filter) => {
    expect(parseShardFilter(request)).toEqual(filter);
  });

  it.each<[ShardFilterRequest, string]>([
    [{ type: 'AFTER_SHARD_ID' }, 'A ShardFilter of type AFTER_SHARD_ID must specify ShardId.'],
    [{ type: 'AFTER_SHARD_ID', shardId: 'x' }, 'A ShardFilter of type AFTER_SHARD_ID cannot use ShardId x.'],
    [
      { type: 'AFTER_SHARD_ID', shardId: '1', timestampMs: 0 },
      'A ShardFilter of type AFTER_SHARD_ID cannot specify Timestamp.',
    ],
    [{ type: 'AT_LATEST', shardId: '1' }, 'A ShardFilter of type AT_LATEST cannot specify ShardId.'],
    [
      { type: 'AT_TRIM_HORIZON', timestampMs: 0 },
      'A ShardFilter of type AT_TRIM_HORIZON cannot specify Timestamp.',
    ],
    [{ type: 'FROM_TIMESTAMP' }, 'A ShardFilter of type FROM_TIMESTAMP must specify Timestamp.'],
    [
      { type: 'AT_TIMESTAMP', shardId: '1', timestampMs: 0 },
      'A ShardFilter of type AT_TIMESTAMP cannot specify ShardId.',
    ],
  ])('is refused as %j', (request, message) => {
    expect(() => parseShardFilter(request)).toThrow(
      expect.objectContaining({ code: 'InvalidArgumentException', message }),
    );
  });
});
