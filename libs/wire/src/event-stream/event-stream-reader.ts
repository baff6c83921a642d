import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import {
  CRC_BYTES,
  EventStreamError,
  HEADERS_AT,
  PRELUDE_BYTES,
  TEXT_TYPE,
  type EventStreamMessage,
} from './event-stream-message.js';

/** Above any message of Kinesis: one record of 10 MiB in base64 is 14 MiB. Source: the specification's 16 MiB. */
export const LONGEST_MESSAGE_BYTES = 16 * 1024 * 1024;
const SHORTEST_MESSAGE_BYTES = HEADERS_AT + CRC_BYTES;

/**
 * Takes a stream of bytes as they come and gives whole messages.
 *
 * Invariant: what is kept is the beginning of one message, never more than `LONGEST_MESSAGE_BYTES` and the last chunk:
 * a length is believed only when its checksum is right.
 */
export class EventStreamReader {
  private chunks: Uint8Array[] = [];
  private length = 0;
  /** Bytes of the message that comes; 0 where that is not known yet. */
  private expected = 0;

  /**
   * The messages that the chunk completes. Their payloads may share its bytes.
   *
   * @throws EventStreamError at the first byte that is wrong; the reader is of no use then.
   */
  read(chunk: Uint8Array): readonly EventStreamMessage[] {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length < Math.max(this.expected, HEADERS_AT)) return [];
    let rest = this.chunks.length === 1 ? asBuffer(chunk) : Buffer.concat(this.chunks, this.length);
    const messages: EventStreamMessage[] = [];
    for (;;) {
      this.expected = rest.length < HEADERS_AT ? 0 : lengthOf(rest);
      if (this.expected === 0 || rest.length < this.expected) break;
      messages.push(decodeMessage(rest.subarray(0, this.expected)));
      rest = rest.subarray(this.expected);
    }
    this.chunks = [rest];
    this.length = rest.length;
    return messages;
  }

  /** Whether no message is half read: a stream may end only here. */
  get isBetweenMessages(): boolean {
    return this.length === 0;
  }
}

/** @throws EventStreamError where the bytes do not begin a message. */
function lengthOf(bytes: Buffer): number {
  const expected = bytes.readUInt32BE(PRELUDE_BYTES);
  if (crc32(bytes.subarray(0, PRELUDE_BYTES)) !== expected)
    throw new EventStreamError('the checksum of a prelude is wrong');
  const length = bytes.readUInt32BE(0);
  if (length < SHORTEST_MESSAGE_BYTES || length > LONGEST_MESSAGE_BYTES)
    throw new EventStreamError(`a message of ${length} bytes`);
  return length;
}

/** @throws EventStreamError */
function decodeMessage(message: Buffer): EventStreamMessage {
  const crcAt = message.length - CRC_BYTES;
  if (crc32(message.subarray(0, crcAt)) !== message.readUInt32BE(crcAt))
    throw new EventStreamError('the checksum of a message is wrong');
  const payloadAt = HEADERS_AT + message.readUInt32BE(4);
  if (payloadAt > crcAt) throw new EventStreamError('the headers are longer than their message');
  return {
    headers: decodeHeaders(message.subarray(HEADERS_AT, payloadAt)),
    payload: message.subarray(payloadAt, crcAt),
  };
}

/** @throws EventStreamError */
function decodeHeaders(bytes: Buffer): EventStreamMessage['headers'] {
  const headers = new Map<string, string>();
  let at = 0;
  const take = (count: number): Buffer => {
    if (at + count > bytes.length) throw new EventStreamError('a header is cut off');
    at += count;
    return bytes.subarray(at - count, at);
  };
  while (at < bytes.length) {
    const name = textOf(take(take(1).readUInt8()));
    const type = take(1).readUInt8();
    if (type !== TEXT_TYPE) throw new EventStreamError(`the header ${name} is no text, but of type ${type}`);
    if (headers.has(name)) throw new EventStreamError(`the header ${name} is there twice`);
    headers.set(name, textOf(take(take(2).readUInt16BE())));
  }
  return Object.fromEntries(headers);
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new EventStreamError('a header is not UTF-8');
  return bytes.toString('utf8');
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, length);
