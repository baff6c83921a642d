import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dataKeyNumberOf,
  decryptBody,
  encryptBody,
  type BatchEncryption,
  type BatchPlace,
} from './batch-encryption.js';
import type { StreamId } from './stream-id.js';

const KEY = { number: 7, secret: createSecretKey(Buffer.alloc(32, 'a data key')) };
const NONCE = Buffer.alloc(12, 'a nonce');
const PLACE: BatchPlace = {
  shard: { streamId: 'abcdefghij0123456789-abc' as StreamId, shardNumber: 5 },
  position: { epoch: 1_000_002, second: 1_700_000_000, index: 4 },
  firstIndex: 3,
  timeMs: 1_700_000_000_123,
};
const HERE: BatchEncryption = { key: KEY, place: PLACE };
const BODY = Buffer.from('records');

/** Whoever changes a byte of this changes the format of every encrypted log there is. */
const FIXED_VECTOR =
  '00000007' + // number of the data key
  '61206e6f6e636561206e6f6e' + // nonce
  '974ace6bb0b7db' + // ciphertext
  'e930e196337fa2c6d9549c53ac09f3ea'; // tag, as Python's cryptography says too

const at = (elsewhere: Partial<BatchPlace>): BatchEncryption => ({
  ...HERE,
  place: { ...PLACE, ...elsewhere },
});

describe('the encrypted body of a batch', () => {
  it('has this layout for ever', () => {
    expect(encryptBody(BODY, HERE, NONCE).toString('hex')).toBe(FIXED_VECTOR);
  });

  it('opens with its key at its place, whatever it holds', () => {
    const bodies = fc.uint8Array({ maxLength: 5000 });
    const nonces = fc.uint8Array({ minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(bodies, nonces, (body, nonce) => {
        const encrypted = encryptBody(body, HERE, nonce);
        expect(dataKeyNumberOf(encrypted)).toBe(7);
        expect(decryptBody(encrypted, HERE)?.equals(body)).toBe(true);
      }),
    );
  });

  it('does not open when any byte of it changes, but for the number of the key', () => {
    const encrypted = encryptBody(BODY, HERE, NONCE);
    for (let i = 4; i < encrypted.length; i += 1) {
      const changed = Buffer.from(encrypted);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(decryptBody(changed, HERE)).toBeUndefined();
    }
  });

  it.each<[string, BatchEncryption]>([
    [
      'in another stream',
      at({ shard: { ...PLACE.shard, streamId: 'zzzzzzzzzz0123456789-abc' as StreamId } }),
    ],
    ['in another shard', at({ shard: { ...PLACE.shard, shardNumber: 6 } })],
    ['under another claim', at({ position: { ...PLACE.position, epoch: 1_000_003 } })],
    ['at another second', at({ position: { ...PLACE.position, second: 1_700_000_001 } })],
    ['at another index', at({ position: { ...PLACE.position, index: 5 } })],
    ['with another count', at({ firstIndex: 2 })],
    ['with another time', at({ timeMs: 1_700_000_000_124 })],
    ['with another key', { ...HERE, key: { ...KEY, secret: createSecretKey(Buffer.alloc(32, 'another')) } }],
  ])('does not open %s', (_, elsewhere) => {
    expect(decryptBody(encryptBody(BODY, HERE, NONCE), elsewhere)).toBeUndefined();
  });

  it('is no encrypted body where it is shorter than one of nothing', () => {
    const empty = encryptBody(Buffer.alloc(0), HERE, NONCE);
    expect(dataKeyNumberOf(empty)).toBe(7);
    expect(dataKeyNumberOf(empty.subarray(1))).toBeUndefined();
  });
});
