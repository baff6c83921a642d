import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dataKeyNumberOf,
  decryptBody,
  encryptBody,
  UnwrappedDataKey,
  type BatchEncryption,
  type BatchPlace,
} from './batch-encryption.js';
import type { StreamId } from './stream-id.js';

const STREAM_ID = 'abcdefghij0123456789-abc' as StreamId;
const OTHER_STREAM_ID = 'zzzzzzzzzz0123456789-abc' as StreamId;
const NONCE = Buffer.alloc(12, 'a nonce');
const PLACE: BatchPlace = {
  shard: { streamId: STREAM_ID, shardNumber: 5 },
  position: { epoch: 1_000_002, second: 1_700_000_000, index: 4 },
  firstIndex: 3,
  timeMs: 1_700_000_000_123,
};

const keyOf = (text: string, streamId = STREAM_ID): UnwrappedDataKey =>
  new UnwrappedDataKey({ streamId, number: 7, secret: createSecretKey(Buffer.alloc(32, text)) });

const HERE: BatchEncryption = { key: keyOf('a data key'), place: PLACE };
const BODY = Buffer.from('records');

/** Whoever changes a byte of this changes the format of every encrypted log there is. */
const FIXED_VECTOR =
  '00000007' + // number of the data key
  '61206e6f6e636561206e6f6e' + // nonce
  'ce4ca13137d4b2' + // ciphertext
  '308151f496dceee4049141e99c9f61b6'; // tag, as Python's cryptography says too

const encrypted = (body: Uint8Array, nonce: Uint8Array = NONCE): Buffer =>
  Buffer.concat(encryptBody(body, HERE, nonce));

const at = (elsewhere: Partial<BatchPlace>): BatchEncryption => ({
  ...HERE,
  place: { ...PLACE, ...elsewhere },
});

describe('the encrypted body of a batch', () => {
  it('has this layout for ever', () => {
    expect(encrypted(BODY).toString('hex')).toBe(FIXED_VECTOR);
  });

  it('opens with its key at its place, whatever it holds', () => {
    const bodies = fc.uint8Array({ maxLength: 5000 });
    const nonces = fc.uint8Array({ minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(bodies, nonces, (body, nonce) => {
        const stored = encrypted(body, nonce);
        expect(dataKeyNumberOf(stored)).toBe(7);
        expect(decryptBody(stored, HERE)?.equals(body)).toBe(true);
      }),
    );
  });

  it('does not open when any byte of it changes, but for the number of the key', () => {
    const stored = encrypted(BODY);
    for (let i = 4; i < stored.length; i += 1) {
      const changed = Buffer.from(stored);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(decryptBody(changed, HERE)).toBeUndefined();
    }
  });

  it.each<[string, BatchEncryption]>([
    [
      'in another stream',
      {
        key: keyOf('a data key', OTHER_STREAM_ID),
        place: { ...PLACE, shard: { ...PLACE.shard, streamId: OTHER_STREAM_ID } },
      },
    ],
    ['in another shard', at({ shard: { ...PLACE.shard, shardNumber: 6 } })],
    ['under another claim', at({ position: { ...PLACE.position, epoch: 1_000_003 } })],
    ['at another second', at({ position: { ...PLACE.position, second: 1_700_000_001 } })],
    ['at another index', at({ position: { ...PLACE.position, index: 5 } })],
    ['with another count', at({ firstIndex: 2 })],
    ['with another time', at({ timeMs: 1_700_000_000_124 })],
    ['with another key', { ...HERE, key: keyOf('another') }],
  ])('does not open %s', (_, elsewhere) => {
    expect(decryptBody(encrypted(BODY), elsewhere)).toBeUndefined();
  });

  it('has another key in each shard, the same one each time', () => {
    const { key } = HERE;
    const keyOfShard = (shardNumber: number) => key.ofShard({ streamId: STREAM_ID, shardNumber }).export();
    expect(keyOfShard(5)).toEqual(keyOfShard(5));
    expect(keyOfShard(5)).not.toEqual(keyOfShard(6));
    expect(() => key.ofShard({ streamId: OTHER_STREAM_ID, shardNumber: 5 })).toThrow(TypeError);
  });

  it('is no encrypted body where it is shorter than one of nothing', () => {
    const empty = encrypted(Buffer.alloc(0));
    expect(dataKeyNumberOf(empty)).toBe(7);
    expect(dataKeyNumberOf(empty.subarray(1))).toBeUndefined();
  });
});
