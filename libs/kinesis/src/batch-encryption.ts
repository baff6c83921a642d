import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { entryIdOf, type LogPosition } from './log-position.js';
import type { ShardRef } from './shard.js';
import type { StreamId } from './stream-id.js';

/**
 * How the body of a batch is encrypted: AES-256-GCM, under a key of the shard's own, bound to the batch's place.
 *
 *      0  u32   number of the data key, of its stream     big-endian
 *      4  12 B  nonce, random
 *     16        ciphertext, as long as the plain body
 *        16 B   tag
 *
 * The place is the associated data, so a body opens nowhere else: not in another shard, not at another entry, not with
 * another count or time. Each shard has its key because random nonces are good for 2^32 batches of one key: more than a
 * shard makes between two rotations, and less than a large stream might. Source: NIST SP 800-38D, 8.3.
 */
const CIPHER = 'aes-256-gcm';
const NUMBER_BYTES = 4;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHERTEXT_START = NUMBER_BYTES + NONCE_BYTES;

export interface DataKeySecret {
  readonly streamId: StreamId;
  /** Of its stream, from 1. */
  readonly number: number;
  /** 32 bytes. Its memory is wiped when nobody holds it any more. */
  readonly secret: KeyObject;
}

/** A data key as it encrypts. */
export class UnwrappedDataKey {
  readonly number: number;
  private readonly shardKeys = new Map<number, KeyObject>();

  constructor(private readonly dataKey: DataKeySecret) {
    this.number = dataKey.number;
  }

  /** The key of one of the stream's shards: HMAC-SHA-256 of the shard's name under the data key. */
  ofShard(shard: ShardRef): KeyObject {
    const { streamId, secret } = this.dataKey;
    if (shard.streamId !== streamId) throw new TypeError(`a key of ${streamId} for ${shard.streamId}`);
    let key = this.shardKeys.get(shard.shardNumber);
    if (key === undefined) {
      key = createSecretKey(createHmac('sha256', secret).update(nameOf(shard)).digest());
      this.shardKeys.set(shard.shardNumber, key);
    }
    return key;
  }
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

/**
 * The encrypted body, in parts that belong one behind the other: whoever frames them copies them once.
 *
 * @param nonce 12 fresh random bytes.
 */
export function encryptBody(
  body: Uint8Array,
  { key, place }: BatchEncryption,
  nonce: Uint8Array,
): readonly Buffer[] {
  const head = Buffer.alloc(CIPHERTEXT_START);
  head.writeUInt32BE(key.number);
  head.set(nonce, NUMBER_BYTES);
  const cipher = createCipheriv(CIPHER, key.ofShard(place.shard), nonce).setAAD(textOf(place));
  return [head, cipher.update(body), cipher.final(), cipher.getAuthTag()];
}

/** Which data key a body is encrypted with; undefined where it is too short to be encrypted at all. */
export function dataKeyNumberOf(encrypted: Buffer): number | undefined {
  return encrypted.length < CIPHERTEXT_START + TAG_BYTES ? undefined : encrypted.readUInt32BE(0);
}

/** The plain body; undefined where the bytes changed, were moved from another place, or need another key. */
export function decryptBody(encrypted: Buffer, { key, place }: BatchEncryption): Buffer | undefined {
  const nonce = encrypted.subarray(NUMBER_BYTES, CIPHERTEXT_START);
  const decipher = createDecipheriv(CIPHER, key.ofShard(place.shard), nonce)
    .setAAD(textOf(place))
    .setAuthTag(encrypted.subarray(-TAG_BYTES));
  const body = decipher.update(encrypted.subarray(CIPHERTEXT_START, -TAG_BYTES));
  try {
    // GCM gives everything in `update`; the end only says whether the tag matches.
    decipher.final();
    return body;
  } catch {
    return undefined;
  }
}

const nameOf = ({ streamId, shardNumber }: ShardRef): string => `${streamId}/${shardNumber}`;

/** Whoever changes a letter of it makes every batch there is unreadable. */
function textOf({ shard, position, firstIndex, timeMs }: BatchPlace): Buffer {
  return Buffer.from(`${nameOf(shard)} ${entryIdOf(position)} ${firstIndex} ${timeMs}`, 'latin1');
}
