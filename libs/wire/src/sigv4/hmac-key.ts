import { hash } from 'node:crypto';

/** Of SHA-256, in bytes. */
const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** A string to sign has some 160 characters, and some more where a client has long names for its keys. */
const USUAL_CHARACTERS = 512;

/**
 * A key of HMAC-SHA-256 with its two blocks made beforehand, so that a signature is two plain hashes. Node's own Hmac is an
 * object with a finalizer for each text, and takes twice as long.
 *
 * Source: RFC 2104.
 */
export class HmacKey {
  /** The key's inner block, and behind it the text that is being signed. */
  readonly #inner: Buffer;
  /** The key's outer block, and behind it the inner hash. */
  readonly #outer: Buffer;

  /** @param key at most 64 bytes. @throws RangeError where it is longer. */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK_BYTES)
      throw new RangeError(`a key of ${key.length} bytes, not of ${BLOCK_BYTES} at most`);
    this.#inner = Buffer.alloc(BLOCK_BYTES + USUAL_CHARACTERS);
    this.#outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);
    for (let i = 0; i < BLOCK_BYTES; i += 1) {
      this.#inner[i] = INNER_PAD ^ (key[i] ?? 0);
      this.#outer[i] = OUTER_PAD ^ (key[i] ?? 0);
    }
  }

  /** The signature of a text in which one character is one byte, in lower-case hex. */
  sign(text: string): string {
    const inner = text.length > USUAL_CHARACTERS ? this.#roomFor(text) : this.#inner;
    const end = BLOCK_BYTES + inner.write(text, BLOCK_BYTES, 'latin1');
    this.#outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', this.#outer, 'hex');
  }

  #roomFor(text: string): Buffer {
    return Buffer.concat([this.#inner.subarray(0, BLOCK_BYTES)], BLOCK_BYTES + text.length);
  }
}
