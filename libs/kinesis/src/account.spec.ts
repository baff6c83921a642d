import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  evolveAccount,
  NO_STREAMS,
  openShardCount,
  streamNamed,
  streamsByName,
  type AccountEvent,
} from './account.js';
import { decideCreateStream } from './create-stream.js';
import type { StreamCreated, StreamEvent, StreamName } from './stream.js';
import { anyAccountSettingsEvent, anyConsumerEvent, anySettingsEvent } from './testing/stream-events.js';
import { accountWith, NOW_MS, SCOPE, streamIdOf } from './testing/streams.js';

const NAMES = ['a', 'b', 'c'] as StreamName[];

const [CREATION] = decideCreateStream(
  NO_STREAMS,
  { name: NAMES[0] as StreamName, shardCount: 2 },
  { nowMs: NOW_MS, streamId: streamIdOf(0), shardQuota: 2, scope: SCOPE },
) as [StreamCreated];

type LifeEvent = Extract<
  StreamEvent,
  {
    type:
      | 'StreamCreated'
      | 'StreamActivated'
      | 'StreamUpdateFinished'
      | 'StreamDeletionStarted'
      | 'StreamDeleted';
  }
>;

const anyLifeEvent: fc.Arbitrary<LifeEvent> = fc
  .record({
    type: fc.constantFrom<LifeEvent['type']>(
      'StreamCreated',
      'StreamActivated',
      'StreamUpdateFinished',
      'StreamDeletionStarted',
      'StreamDeleted',
    ),
    stream: fc.integer({ min: 0, max: 2 }),
    afterMs: fc.integer({ min: 0, max: 200_000 }),
  })
  .map(({ type, stream, afterMs }) => {
    const event = { streamId: streamIdOf(stream), atMs: NOW_MS + afterMs };
    return type === 'StreamCreated'
      ? { ...CREATION, ...event, name: NAMES[stream] as StreamName }
      : { type, ...event };
  });

const anyStreamId = fc.integer({ min: 0, max: 2 }).map(streamIdOf);
/** Any events of an account of a few streams, also such as no decision would ever give. */
const anyEvent: fc.Arbitrary<AccountEvent> = fc.oneof(
  { weight: 3, arbitrary: anyLifeEvent },
  { weight: 3, arbitrary: anySettingsEvent(anyStreamId) },
  { weight: 2, arbitrary: anyConsumerEvent(anyStreamId) },
  anyAccountSettingsEvent,
);

describe('an account', () => {
  it('is the same whether events come one by one or in stretches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyEvent)), (stretches) => {
        const oneByOne = stretches
          .flat()
          .reduce((account, event) => evolveAccount(account, [event]), NO_STREAMS);
        expect(stretches.reduce(evolveAccount, NO_STREAMS)).toEqual(oneByOne);
      }),
    );
  });

  it('finds exactly its streams by name, and is not changed by later events', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyEvent, (events, last) => {
        const account = evolveAccount(NO_STREAMS, events);
        const before = structuredClone(account);
        evolveAccount(account, [last]);
        expect(account).toEqual(before);
        expect(NAMES.map((name) => streamNamed(account, name)).filter(Boolean)).toEqual(
          streamsByName(account),
        );
        expect(account.idByName.size).toBe(account.streams.size);
      }),
    );
  });

  it('has the settings that it was given last, whatever befell its streams', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const last = events.findLast((event) => event.type === 'AccountSettingsChanged');
        expect(evolveAccount(NO_STREAMS, events).settings).toEqual(last?.settings ?? NO_STREAMS.settings);
      }),
    );
  });

  it('is not changed by what befalls a stream that is not there', () => {
    fc.assert(
      fc.property(fc.oneof(anySettingsEvent(anyStreamId), anyConsumerEvent(anyStreamId)), (event) => {
        expect(evolveAccount(NO_STREAMS, [event])).toEqual(NO_STREAMS);
      }),
    );
  });

  it('lists its streams alphabetically and counts their open shards', () => {
    const account = accountWith(
      { name: 'b' as StreamName, shardCount: 2 },
      { name: 'a' as StreamName },
      { name: 'B' as StreamName, shardCount: 1 },
    );
    expect(streamsByName(account).map((stream) => stream.name)).toEqual(['B', 'a', 'b']);
    expect(openShardCount(account)).toBe(7);
  });

  it('remembers the names that were given up for a minute at least, not for ever', () => {
    const [a, b] = [streamIdOf(0), streamIdOf(1)];
    const account = evolveAccount(accountWith({ shardCount: 1 }, { shardCount: 1 }, { shardCount: 1 }), [
      { type: 'StreamDeleted', streamId: a, atMs: NOW_MS },
      { type: 'StreamDeleted', streamId: b, atMs: NOW_MS + 59_000 },
    ]);
    expect([...account.lastLives.keys()]).toEqual(['stream-0', 'stream-1']);
    const later = evolveAccount(account, [
      { type: 'StreamDeleted', streamId: streamIdOf(2), atMs: NOW_MS + 62_000 },
    ]);
    expect([...later.lastLives.keys()]).toEqual(['stream-2']);
  });

  it('shares what did not change', () => {
    const account = accountWith({ shardCount: 10 }, {});
    const later = evolveAccount(account, [
      { type: 'StreamDeletionStarted', streamId: streamIdOf(0), atMs: NOW_MS },
    ]);
    expect(later.streams.get(streamIdOf(1))).toBe(account.streams.get(streamIdOf(1)));
    expect(later.streams.get(streamIdOf(0))?.shards).toBe(account.streams.get(streamIdOf(0))?.shards);
  });
});
