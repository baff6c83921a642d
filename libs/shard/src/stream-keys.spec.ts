import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KinesisError, UnwrappedDataKey, type StreamId } from '#lib/kinesis';
import { storageError } from '../../ports/src/contract/shard-log-storage.js';
import { DataKeyUnavailable, StreamKeys } from './stream-keys.js';
import { EncryptedStreams } from './testing/encrypted-streams.js';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => `${letter}0000000000000000000-abc` as StreamId) as [
  StreamId,
  StreamId,
  StreamId,
];

describe('the keys of streams', () => {
  it('are none where a stream is not encrypted, at once', () => {
    expect(new EncryptedStreams().keys().present(A)).toBeUndefined();
  });

  it('are unwrapped once, however many ask, and are there at once from then on', async () => {
    const streams = new EncryptedStreams();
    await streams.start();
    const keys = streams.keys();
    const [one, other] = await Promise.all([keys.present(A), keys.present(A)]);
    expect(one).toBe(other);
    expect(keys.present(A)).toBe(one);
    expect(keys.numbered(A, 1)).toBe(one);
    expect(streams.provider.unwrappings).toHaveLength(1);
    const secret = createSecretKey(Buffer.alloc(32, 'data key 1'));
    const dataKey = new UnwrappedDataKey({ streamId: A, number: 1, secret });
    const shard = { streamId: A, shardNumber: 2 };
    expect(one?.ofShard(shard).export()).toEqual(dataKey.ofShard(shard).export());
  });

  it('are looked up among what others changed a moment ago', async () => {
    const streams = new EncryptedStreams();
    const keys = streams.keys();
    await streams.startElsewhere();
    expect(keys.present(A)).toBeUndefined();
    expect(await keys.numbered(A, 1)).toMatchObject({ number: 1 });
    expect(await keys.present(A)).toMatchObject({ number: 1 });
  });

  it('are not found where the stream has none of that number', async () => {
    const streams = new EncryptedStreams();
    await streams.start();
    await expect(streams.keys().numbered(A, 2)).rejects.toMatchObject({
      ...storageError('no-key'),
      cause: {
        code: 'KMSNotFoundException',
        message: 'Data key 2 of stream encrypted does not exist (any more).',
      },
    });
  });

  it('are found of a stream that was made a moment ago; of one that is gone, not', async () => {
    const streams = new EncryptedStreams();
    await streams.start();
    const account = { streams: new Map() };
    const catalogue = {
      account: () => account as never,
      refresh: async () => void account.streams.set(B, { id: B, name: 'b', dataKeys: [] }),
    };
    const keys = new StreamKeys({ catalogue, provider: streams.provider });
    await expect(keys.present(A)).rejects.toMatchObject(storageError('gone'));
    expect(keys.present(B)).toBeUndefined();
  });

  it('are asked for again after a failure, which is told once', async () => {
    const streams = new EncryptedStreams();
    await streams.start();
    const told: DataKeyUnavailable[] = [];
    const keys = streams.keys({ onEvent: (event) => told.push(event) });
    const cause = new KinesisError('KMSAccessDeniedException', 'the key file is read by others');
    const comeBack = streams.provider.fail(cause);
    for (let i = 0; i < 3; i += 1)
      await expect(keys.present(A)).rejects.toMatchObject({ kind: 'no-key', message: cause.message, cause });
    expect(told.map(({ logLine }) => logLine)).toEqual([
      {
        level: 'error',
        message: 'the data key of a stream cannot be unwrapped',
        fields: { streamName: 'encrypted', dataKeyNumber: 1, keyId: 'alias/aws/kinesis', error: cause },
      },
    ]);
    comeBack();
    expect(await keys.present(A)).toMatchObject({ number: 1 });
  });

  it('are held up to a bound; the oldest is unwrapped again', async () => {
    const streams = new EncryptedStreams();
    await streams.start();
    const keys = streams.keys({ maxKeys: 2 });
    for (const stream of [A, B, C]) await keys.present(stream);
    expect(keys.present(C)).not.toBeInstanceOf(Promise);
    expect(keys.present(B)).not.toBeInstanceOf(Promise);
    await keys.present(A);
    expect(streams.provider.unwrappings).toHaveLength(4);
  });
});
