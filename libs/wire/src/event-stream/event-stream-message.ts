import { crc32 } from 'node:zlib';

/**
 * One message of `application/vnd.amazon.eventstream`. Big-endian: length of all u32 · length of the headers u32 ·
 * CRC-32 of those 8 bytes · headers · payload · CRC-32 of everything before it. A header is the length of its name u8 ·
 * name · type u8 · value; a text (type 7) is its length u16 and UTF-8.
 *
 * Source: the AWS event stream specification (Smithy, "Amazon Event Stream Specification").
 */
export interface EventStreamMessage {
  /** Only texts: Kinesis has no others. */
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

/** Bytes that are no event stream, or not one that Kinesis sends. Nothing behind them can be read. */
export class EventStreamError extends Error {
  override readonly name = 'EventStreamError';
}

/** What an answer that is an event stream says it is. */
export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

export const TEXT_TYPE = 7;
export const PRELUDE_BYTES = 8;
export const CRC_BYTES = 4;
export const HEADERS_AT = PRELUDE_BYTES + CRC_BYTES;

/** @throws RangeError where a name is longer than 255 bytes or a value longer than 65,535. */
export function encodeMessage({ headers, payload }: EventStreamMessage): Buffer {
  return encodeWithHeaders(encodeHeaders(headers), payload);
}

/** The bytes of headers, for messages that have the same ones. @throws RangeError as `encodeMessage`. */
export function encodeHeaders(headers: EventStreamMessage['headers']): Buffer {
  const parts = Object.entries(headers).flatMap(([name, value]) => {
    const before = Buffer.alloc(1);
    before.writeUInt8(Buffer.byteLength(name));
    const between = Buffer.alloc(3);
    between.writeUInt8(TEXT_TYPE);
    between.writeUInt16BE(Buffer.byteLength(value), 1);
    return [before, Buffer.from(name), between, Buffer.from(value)];
  });
  return Buffer.concat(parts);
}

export function encodeWithHeaders(headers: Uint8Array, payload: Uint8Array): Buffer {
  const payloadAt = HEADERS_AT + headers.length;
  const crcAt = payloadAt + payload.length;
  const message = Buffer.allocUnsafe(crcAt + CRC_BYTES);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, PRELUDE_BYTES)), PRELUDE_BYTES);
  message.set(headers, HEADERS_AT);
  message.set(payload, payloadAt);
  message.writeUInt32BE(crc32(message.subarray(0, crcAt)), crcAt);
  return message;
}
