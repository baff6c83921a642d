import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import { entryIdOf, type LogPosition } from './log-position.js';
import type { ShardRef } from './shard.js';

/**
 * How the body of a batch is encrypted: AES-256-GCM, under a key of the batch's own.
 *
 *      0  u32   number of the data key, of its stream     big-endian
 *      4  12 B  nonce, random
 *     16        ciphertext, as long as the plain body
 *        16 B   tag
 *
 * The batch's key is HMAC-SHA-256 of its place under the data key. So a body opens nowhere else: not in another shard,
 * not at another entry, not with another count or time. And no key meets many random nonces, which under the data key
 * itself would have to end after 2^32 batches. Source of that bound: NIST SP 800-38D, 8.3.
 */
const CIPHER = 'aes-256-gcm';
const NUMBER_BYTES = 4;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHERTEXT_START = NUMBER_BYTES + NONCE_BYTES;

/** A data key as it encrypts. */
export interface UnwrappedDataKey {
  /** Of its stream, from 1. */
  readonly number: number;
  /** 32 bytes. Its memory is wiped when nobody holds it any more. */
  readonly secret: KeyObject;
}

/** Where a batch lies, and what its frame says of it. */
export interface BatchPlace {
  readonly shard: ShardRef;
  /** The place of its last record, which its entry id names. */
  readonly position: LogPosition;
  readonly firstIndex: number;
  readonly timeMs: number;
}

export interface BatchEncryption {
  readonly key: UnwrappedDataKey;
  readonly place: BatchPlace;
}

/** @param nonce 12 fresh random bytes. */
export function encryptBody(body: Uint8Array, { key, place }: BatchEncryption, nonce: Uint8Array): Buffer {
  const number = Buffer.alloc(NUMBER_BYTES);
  number.writeUInt32BE(key.number);
  const cipher = createCipheriv(CIPHER, batchKeyOf(key, place), nonce);
  return Buffer.concat([number, nonce, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

/** Which data key a body is encrypted with; undefined where it is too short to be encrypted at all. */
export function dataKeyNumberOf(encrypted: Buffer): number | undefined {
  return encrypted.length < CIPHERTEXT_START + TAG_BYTES ? undefined : encrypted.readUInt32BE(0);
}

/** The plain body; undefined where the bytes changed, were moved from another place, or need another key. */
export function decryptBody(encrypted: Buffer, { key, place }: BatchEncryption): Buffer | undefined {
  const nonce = encrypted.subarray(NUMBER_BYTES, CIPHERTEXT_START);
  const decipher = createDecipheriv(CIPHER, batchKeyOf(key, place), nonce);
  decipher.setAuthTag(encrypted.subarray(-TAG_BYTES));
  const body = decipher.update(encrypted.subarray(CIPHERTEXT_START, -TAG_BYTES));
  try {
    // GCM gives everything in `update`; the end only says whether the tag matches.
    decipher.final();
    return body;
  } catch {
    return undefined;
  }
}

function batchKeyOf({ secret }: UnwrappedDataKey, place: BatchPlace): Buffer {
  return createHmac('sha256', secret).update(textOf(place)).digest();
}

/** Whoever changes a letter of it makes every batch there is unreadable. */
function textOf({ shard, position, firstIndex, timeMs }: BatchPlace): string {
  return `${shard.streamId}/${shard.shardNumber} ${entryIdOf(position)} ${firstIndex} ${timeMs}`;
}
