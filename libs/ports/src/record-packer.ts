import {
  EXPLICIT_HASH_KEY_BYTES,
  RECORD_HAS_ATTRIBUTES,
  RECORD_HAS_EXPLICIT_HASH_KEY,
  type PackedRecords,
} from './record-frame.js';

/** What comes in front of a record's data. */
export interface RecordEnvelope {
  readonly partitionKey: string;
  /** 0 … 2^128 − 1, kept as it was given. */
  readonly explicitHashKey?: bigint;
  readonly attributes?: Uint8Array;
}

const SMALLEST_BUFFER = 64;
const USUAL_BUFFER = 1024;
const LARGEST_VARINT = 5;

/**
 * Lays records out as a frame's body, one behind the other, in a buffer that grows. One packer serves one append to one shard.
 */
export class RecordPacker {
  private buffer: Buffer;
  private length = 0;
  private packed = 0;
  private payload = 0;

  /** @param expectedBytes what the caller thinks it will be; more is no error. */
  constructor(expectedBytes = USUAL_BUFFER) {
    this.buffer = Buffer.allocUnsafe(Math.max(expectedBytes, SMALLEST_BUFFER));
  }

  get count(): number {
    return this.packed;
  }

  get byteLength(): number {
    return this.length;
  }

  /** Data and partition keys alone. */
  get payloadBytes(): number {
    return this.payload;
  }

  add(envelope: RecordEnvelope, data: Uint8Array): void {
    this.addEnvelope(envelope, data.length);
    this.buffer.set(data, this.length);
    this.length += data.length;
  }

  /** The records; the packer must not be used afterwards. */
  finish(): PackedRecords {
    const { packed: count, length, payload: payloadBytes } = this;
    return { count, bytes: this.buffer.subarray(0, length), payloadBytes };
  }

  private addEnvelope(envelope: RecordEnvelope, dataBytes: number): void {
    const { partitionKey, explicitHashKey, attributes } = envelope;
    const attributeBytes = attributes?.length ?? 0;
    // Three bytes of UTF-8 at most for each UTF-16 code unit.
    this.reserve(
      1 + 3 * LARGEST_VARINT + 3 * partitionKey.length + EXPLICIT_HASH_KEY_BYTES + attributeBytes + dataBytes,
    );
    this.buffer[this.length] =
      (explicitHashKey === undefined ? 0 : RECORD_HAS_EXPLICIT_HASH_KEY) |
      (attributes ? RECORD_HAS_ATTRIBUTES : 0);
    this.length += 1;
    this.addKey(partitionKey);
    if (explicitHashKey !== undefined) this.addHashKey(explicitHashKey);
    if (attributes) {
      this.addVarint(attributeBytes);
      this.buffer.set(attributes, this.length);
      this.length += attributeBytes;
    }
    this.addVarint(dataBytes);
    this.payload += dataBytes;
    this.packed += 1;
  }

  /** Short keys of one-byte characters, nearly all there are, are written in one step behind a length of one byte. */
  private addKey(partitionKey: string): void {
    const start = this.length + 1;
    const written = partitionKey.length < 0x80 ? this.buffer.write(partitionKey, start, 'utf8') : 0x80;
    if (written < 0x80) {
      this.buffer[this.length] = written;
      this.length = start + written;
      this.payload += written;
      return;
    }
    const keyBytes = Buffer.byteLength(partitionKey);
    this.addVarint(keyBytes);
    this.length += this.buffer.write(partitionKey, this.length, 'utf8');
    this.payload += keyBytes;
  }

  private addHashKey(hashKey: bigint): void {
    this.buffer.writeBigUInt64BE(hashKey >> 64n, this.length);
    this.buffer.writeBigUInt64BE(hashKey & 0xffff_ffff_ffff_ffffn, this.length + 8);
    this.length += EXPLICIT_HASH_KEY_BYTES;
  }

  private addVarint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.length] = (rest & 0x7f) | 0x80;
      this.length += 1;
      rest >>>= 7;
    }
    this.buffer[this.length] = rest;
    this.length += 1;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
