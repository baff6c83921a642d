import { crc32 } from 'node:zlib';

/**
 * The batch frame: the one binary field of a `batch` entry, one per group commit. docs/log-format.md describes it for
 * readers in other languages. The body of an encrypted one is what `encryptBody` makes of these records.
 *
 *     header, 44 bytes, big-endian              record, `count` times
 *      0  u8   version, 1                        u8      flags: 1 explicit hash key, 2 attributes
 *      1  u8   flags: 1 compressed, 2 encrypted  varint  key bytes, then the partition key in UTF-8
 *      2  u16  0                                 16 B    explicit hash key, if flagged
 *      4  u32  count                             varint  attribute bytes, then the attributes, if flagged
 *      8  u64  index of the first record         varint  data bytes, then the data
 *     16  u64  batch time, ms since 1970
 *     24  8 B  the claim's token                trailer
 *     32  u64  index durable before this batch   u32     CRC-32 of all before it
 *     40  u32  body bytes
 *
 * Invariants: a frame is written once and never changed; the CRC is checked on every read; the body's length and the
 * count agree. An unknown version or flag is refused, never skipped.
 */
export const FRAME_VERSION = 1;
export const FRAME_HEADER_BYTES = 44;
const TRAILER_BYTES = 4;
const FRAME_IS_ENCRYPTED = 2;
export const CLAIM_TOKEN_BYTES = 8;

export const RECORD_HAS_EXPLICIT_HASH_KEY = 1;
export const RECORD_HAS_ATTRIBUTES = 2;
export const EXPLICIT_HASH_KEY_BYTES = 16;

/** Records laid out as in a frame's body, by `RecordPacker`; opaque on their way to the owner. */
export interface PackedRecords {
  readonly count: number;
  readonly bytes: Buffer;
  /** Data and partition keys alone: what the limits of a shard and its metrics count. */
  readonly payloadBytes: number;
}

/** What the owner says about a batch. */
export interface BatchHeader {
  readonly count: number;
  readonly firstIndex: number;
  readonly timeMs: number;
  readonly token: Uint8Array;
  readonly durableIndex: number;
  /** The log holds the body encrypted. Default: it does not. */
  readonly isEncrypted?: boolean;
}

/**
 * A frame that was read and checked. Its bytes are shared with the buffer it was read from. Where the log holds them
 * encrypted, `body` is the ciphertext until an `EncryptedShardLog` has taken it off: above that one it is plain.
 */
export interface RecordBatch extends BatchHeader {
  readonly body: Buffer;
}

/** A record inside a frame; `data` and `attributes` share the frame's bytes. */
export interface FramedRecord {
  readonly partitionKey: string;
  /** 16 bytes, big-endian. */
  readonly explicitHashKey?: Uint8Array;
  readonly attributes?: Uint8Array;
  readonly data: Uint8Array;
}

/** The frame is not one of ours, or its bytes changed: data loss that must be reported, never skipped. */
export class CorruptFrameError extends Error {
  override readonly name = 'CorruptFrameError';
}

export function encodeFrame(header: BatchHeader, records: readonly Pick<PackedRecords, 'bytes'>[]): Buffer {
  const bodyBytes = records.reduce((sum, packed) => sum + packed.bytes.length, 0);
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + bodyBytes + TRAILER_BYTES);
  writeHeader(frame, header, bodyBytes);
  let at = FRAME_HEADER_BYTES;
  for (const packed of records) at += packed.bytes.copy(frame, at);
  frame.writeUInt32BE(crc32(frame.subarray(0, at)), at);
  return frame;
}

function writeHeader(frame: Buffer, header: BatchHeader, bodyBytes: number): void {
  frame.writeUInt8(FRAME_VERSION, 0);
  frame.writeUInt8(header.isEncrypted === true ? FRAME_IS_ENCRYPTED : 0, 1);
  frame.writeUInt16BE(0, 2);
  frame.writeUInt32BE(header.count, 4);
  writeUInt53(frame, header.firstIndex, 8);
  writeUInt53(frame, header.timeMs, 16);
  frame.set(header.token.subarray(0, CLAIM_TOKEN_BYTES), 24);
  writeUInt53(frame, header.durableIndex, 32);
  frame.writeUInt32BE(bodyBytes, 40);
}

/** @throws CorruptFrameError where the version is unknown, the lengths disagree or the CRC does not match. */
export function decodeFrame(frame: Buffer): RecordBatch {
  if (frame.length < FRAME_HEADER_BYTES + TRAILER_BYTES)
    throw new CorruptFrameError(`a frame of ${frame.length} bytes`);
  if (frame[0] !== FRAME_VERSION)
    throw new CorruptFrameError(`frame version ${frame[0]}, known is ${FRAME_VERSION}`);
  const [, flags = 0] = frame;
  if ((flags & ~FRAME_IS_ENCRYPTED) !== 0)
    throw new CorruptFrameError(`frame flags ${flags}, known is ${FRAME_IS_ENCRYPTED}`);
  const end = FRAME_HEADER_BYTES + frame.readUInt32BE(40);
  if (end + TRAILER_BYTES !== frame.length) {
    throw new CorruptFrameError(`a body of ${end - FRAME_HEADER_BYTES} bytes in a frame of ${frame.length}`);
  }
  if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end))
    throw new CorruptFrameError('CRC-32 does not match');
  return {
    count: frame.readUInt32BE(4),
    firstIndex: readUInt53(frame, 8),
    timeMs: readUInt53(frame, 16),
    token: frame.subarray(24, 24 + CLAIM_TOKEN_BYTES),
    durableIndex: readUInt53(frame, 32),
    isEncrypted: (flags & FRAME_IS_ENCRYPTED) !== 0,
    body: frame.subarray(FRAME_HEADER_BYTES, end),
  };
}

/** What `decodeFrame` would say of a frame that was just encoded; nothing is read or checked again. */
export function batchOf(header: BatchHeader, frame: Buffer): RecordBatch {
  const { count, firstIndex, timeMs, token, durableIndex, isEncrypted = false } = header;
  const body = frame.subarray(FRAME_HEADER_BYTES, frame.length - TRAILER_BYTES);
  return { count, firstIndex, timeMs, token, durableIndex, isEncrypted, body };
}

/** The batch's records, in order. @throws CorruptFrameError where body and count disagree. */
export function* recordsOf(batch: RecordBatch): Generator<FramedRecord> {
  const reader = new RecordCursor(batch);
  while (reader.next()) yield reader.record();
}

/**
 * Walks a batch's body without making an object per record: what GetRecords answers with. After `next()` the fields say
 * where the present record's parts lie in `body`.
 *
 * @throws CorruptFrameError where body and count disagree.
 */
export class RecordCursor {
  flags = 0;
  keyStart = 0;
  keyEnd = 0;
  explicitHashKeyStart = 0;
  attributesStart = 0;
  attributesEnd = 0;
  dataStart = 0;
  dataEnd = 0;
  private read = 0;

  constructor(private readonly batch: Pick<RecordBatch, 'count' | 'body'>) {}

  /** Moves to the next record; false behind the last one. */
  next(): boolean {
    const { body, count } = this.batch;
    if (this.read === count) {
      if (this.dataEnd !== body.length)
        throw new CorruptFrameError(`bytes behind the last of ${count} records`);
      return false;
    }
    this.read += 1;
    this.flags = body[this.dataEnd] ?? 0;
    this.keyEnd = this.readLength(this.dataEnd + 1);
    this.keyStart = this.partStart;
    let at = this.keyEnd;
    if (this.flags & RECORD_HAS_EXPLICIT_HASH_KEY) {
      this.explicitHashKeyStart = at;
      at += EXPLICIT_HASH_KEY_BYTES;
    }
    if (this.flags & RECORD_HAS_ATTRIBUTES) {
      at = this.attributesEnd = this.readLength(at);
      this.attributesStart = this.partStart;
    }
    this.dataEnd = this.readLength(at);
    this.dataStart = this.partStart;
    return true;
  }

  record(): FramedRecord {
    const { body } = this.batch;
    const at = this.explicitHashKeyStart;
    return {
      partitionKey: body.toString('utf8', this.keyStart, this.keyEnd),
      ...(this.flags & RECORD_HAS_EXPLICIT_HASH_KEY
        ? { explicitHashKey: body.subarray(at, at + EXPLICIT_HASH_KEY_BYTES) }
        : {}),
      ...(this.flags & RECORD_HAS_ATTRIBUTES
        ? { attributes: body.subarray(this.attributesStart, this.attributesEnd) }
        : {}),
      data: body.subarray(this.dataStart, this.dataEnd),
    };
  }

  private partStart = 0;

  /** Reads a varint and answers where the part behind it ends; `partStart` says where it begins. */
  private readLength(at: number): number {
    const { body } = this.batch;
    let length = 0;
    let scale = 1;
    for (;;) {
      const byte = body[at];
      if (byte === undefined || scale > 2 ** 28)
        throw new CorruptFrameError(`no length at byte ${at} of the body`);
      at += 1;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
    }
    this.partStart = at;
    if (at + length > body.length)
      throw new CorruptFrameError(`a part of ${length} bytes passes the body's end`);
    return at + length;
  }
}

/** Writes numbers up to 2^53 exactly, without a BigInt. */
function writeUInt53(buffer: Buffer, value: number, at: number): void {
  buffer.writeUInt32BE(Math.floor(value / 2 ** 32), at);
  buffer.writeUInt32BE(value >>> 0, at + 4);
}

function readUInt53(buffer: Buffer, at: number): number {
  return buffer.readUInt32BE(at) * 2 ** 32 + buffer.readUInt32BE(at + 4);
}
