/**
 * What a record carries beside its key and its data, for Shardwell itself: no reader sees it. Parts stand one behind the
 * other, each as `tag u8 | varint length | bytes`; a reader skips tags that it does not know.
 *
 *     tag 1, 36 bytes: one record of an idempotent put
 *      0  16 B  the put's idempotency key, hashed     32  u16  the record's place in the put, from 0
 *     16  16 B  the put's body, hashed                34  u16  records of the put
 */
export interface RecordAttributes {
  readonly idempotency?: IdempotencyStamp;
}

/** By what a record of an idempotent put is found again. */
export interface IdempotencyStamp {
  /** 16 bytes. */
  readonly key: Uint8Array;
  /** 16 bytes. */
  readonly body: Uint8Array;
  /** 0 … count − 1. */
  readonly index: number;
  /** Up to 65,535. */
  readonly count: number;
}

export const IDEMPOTENCY_HASH_BYTES = 16;
const STAMP_TAG = 1;
const STAMP_BYTES = 2 * IDEMPOTENCY_HASH_BYTES + 4;
const INDEX_AT = 2 * IDEMPOTENCY_HASH_BYTES;
const COUNT_AT = INDEX_AT + 2;

export function encodeStamp({ key, body, index, count }: IdempotencyStamp): Uint8Array {
  const bytes = Buffer.alloc(2 + STAMP_BYTES);
  bytes.writeUInt8(STAMP_TAG, 0);
  bytes.writeUInt8(STAMP_BYTES, 1);
  bytes.set(key.subarray(0, IDEMPOTENCY_HASH_BYTES), 2);
  bytes.set(body.subarray(0, IDEMPOTENCY_HASH_BYTES), 2 + IDEMPOTENCY_HASH_BYTES);
  bytes.writeUInt16BE(index, 2 + INDEX_AT);
  bytes.writeUInt16BE(count, 2 + COUNT_AT);
  return bytes;
}

/** Parts that are cut short count as absent: attributes are a hint for Shardwell, the record stands without them. */
export function decodeAttributes(bytes: Uint8Array): RecordAttributes {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < view.length;) {
    const tag = view[at] as number;
    const { value: length, end } = varintAt(view, at + 1);
    if (tag === STAMP_TAG && length === STAMP_BYTES && end + length <= view.length)
      return { idempotency: stampIn(view.subarray(end, end + length)) };
    at = end + length;
  }
  return {};
}

function stampIn(bytes: Buffer): IdempotencyStamp {
  return {
    key: bytes.subarray(0, IDEMPOTENCY_HASH_BYTES),
    body: bytes.subarray(IDEMPOTENCY_HASH_BYTES, INDEX_AT),
    index: bytes.readUInt16BE(INDEX_AT),
    count: bytes.readUInt16BE(COUNT_AT),
  };
}

function varintAt(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; at < bytes.length; at += 1, scale *= 128) {
    const byte = bytes[at] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value: 0, end: bytes.length };
}
