import { describe, expect, it } from '@jest/globals';
import { evolveStream, type StreamEvent } from './stream.js';
import { NOW_MS, streamIdOf, streamWith } from './testing/streams.js';

const event = (type: 'StreamActivated' | 'StreamDeletionStarted' | 'StreamDeleted'): StreamEvent => ({
  type,
  streamId: streamIdOf(0),
  atMs: NOW_MS + 9,
});

describe('a stream', () => {
  it('takes its status, and since when it has it, from its events', () => {
    const active = streamWith({ shardCount: 2 });
    expect(active).toMatchObject({ status: 'ACTIVE', statusSinceMs: NOW_MS });
    const deleting = evolveStream(active, event('StreamDeletionStarted'));
    expect(deleting).toEqual({ ...active, status: 'DELETING', statusSinceMs: NOW_MS + 9 });
    expect(evolveStream(deleting, event('StreamDeleted'))).toBeUndefined();
  });

  it('has first shards without parents, all open, of the second that its creation settled', () => {
    expect(streamWith({ shardCount: 3 }).shards).toEqual(
      [0, 1, 2].map((number) => ({
        number,
        range: expect.anything(),
        parents: [],
        createdAtSecond: Math.floor(NOW_MS / 1000),
      })),
    );
  });

  it.each(['StreamActivated', 'StreamDeletionStarted', 'StreamDeleted'] as const)(
    'that is not there is not brought about by %s',
    (type) => {
      expect(evolveStream(undefined, event(type))).toBeUndefined();
    },
  );
});
