import { describe, expect, it } from '@jest/globals';
import { evolveAccount, NO_STREAMS, streamNamed, type Account } from './account.js';
import { decideDeleteStream, decideDeletionFinished } from './delete-stream.js';
import { accountWith, NOW_MS, SCOPE, streamIdOf } from './testing/streams.js';

const streamId = streamIdOf(0);

function startDeletion(account: Account): Account {
  return evolveAccount(
    account,
    decideDeleteStream(account, { streamId }, { nowMs: NOW_MS + 7, scope: SCOPE }),
  );
}

describe('deleting a stream', () => {
  it('begins with DELETING, in which its shards are still known', () => {
    const stream = streamNamed(startDeletion(accountWith({ shardCount: 2 })), 'stream-0');
    expect(stream).toMatchObject({ status: 'DELETING', statusSinceMs: NOW_MS + 7, shards: { length: 2 } });
  });

  it('is accepted while the stream is CREATING', () => {
    const account = accountWith({});
    const creating = { ...account, streams: new Map(account.streams) };
    const stream = creating.streams.get(streamId);
    if (stream) creating.streams.set(streamId, { ...stream, status: 'CREATING' });
    expect(startDeletion(creating).streams.get(streamId)?.status).toBe('DELETING');
  });

  it('is refused while it is DELETING', () => {
    expect(() => startDeletion(startDeletion(accountWith({})))).toThrow(
      expect.objectContaining({
        code: 'ResourceInUseException',
        message: 'Stream stream-0 under account 123456789012 not ACTIVE, instead in state DELETING',
      }),
    );
  });

  it('is refused when the stream is gone', () => {
    expect(() => startDeletion(NO_STREAMS)).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });

  it('ends with the name free and the other streams untouched', () => {
    const deleting = startDeletion(accountWith({}, {}));
    const account = evolveAccount(deleting, decideDeletionFinished(deleting, streamId, NOW_MS));
    expect(streamNamed(account, 'stream-0')).toBeUndefined();
    expect(streamNamed(account, 'stream-1')).toBe(deleting.streams.get(streamIdOf(1)));
  });

  it('does not end for a stream that was never asked to go, or is gone already', () => {
    expect(decideDeletionFinished(accountWith({}), streamId, NOW_MS)).toEqual([]);
    expect(decideDeletionFinished(NO_STREAMS, streamId, NOW_MS)).toEqual([]);
  });
});
