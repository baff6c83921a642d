import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  encodeMessage,
  encodeWithHeaders,
  EventStreamError,
  type EventStreamMessage,
} from './event-stream-message.js';
import { EventStreamReader, LONGEST_MESSAGE_BYTES } from './event-stream-reader.js';

const message = fc.record({
  headers: fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 40 }), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

const ONE = encodeMessage({ headers: { ':event-type': 'a' }, payload: Buffer.from('payload') });

/** Cuts the bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

/** A message whose checksums are right, whatever its headers are. */
const withHeaders = (hex: string): Buffer => encodeWithHeaders(Buffer.from(hex, 'hex'), Buffer.alloc(0));

/** The beginning of a message of that length. */
function prelude(length: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}

describe('a reader of an event stream', () => {
  it('gives the messages that were written, however their bytes come (fast-check prints the seed)', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (messages, places) => {
          const reader = new EventStreamReader();
          const read: EventStreamMessage[] = [];
          for (const chunk of cut(Buffer.concat(messages.map(encodeMessage)), places))
            read.push(...reader.read(chunk));
          expect(read).toEqual(messages);
          expect(reader.isBetweenMessages).toBe(true);
        },
      ),
    );
  });

  it('knows that a message is cut off', () => {
    const reader = new EventStreamReader();
    expect(reader.read(ONE.subarray(0, -1))).toEqual([]);
    expect(reader.isBetweenMessages).toBe(false);
  });

  it('refuses a message of which any bit was changed, and never gives another one', () => {
    fc.assert(
      fc.property(fc.nat(8 * ONE.length - 1), (bit) => {
        const changed = Buffer.from(ONE);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => new EventStreamReader().read(changed)).toThrow(EventStreamError);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses whatever is no event stream in one way, and keeps no more than came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 200 }), (bytes) => {
        expect(() => new EventStreamReader().read(bytes)).toThrow(EventStreamError);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses headers that cannot be, though the checksums are right (fast-check prints the seed)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (headers) => {
        const reader = new EventStreamReader();
        try {
          const [read] = reader.read(encodeWithHeaders(headers, Buffer.from('p')));
          expect(read?.payload.toString()).toBe('p');
        } catch (error) {
          expect(error).toBeInstanceOf(EventStreamError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['is cut off in its name', '0561'],
    ['is cut off before its type', '0161'],
    ['is cut off in its value', '01610700ff61'],
    ['is no text', '016100'],
    ['is not UTF-8', '0161070001ff'],
    ['is there twice', '01610700000161070000'],
  ])('refuses a header that %s', (_, headers) => {
    expect(() => new EventStreamReader().read(withHeaders(headers))).toThrow(EventStreamError);
  });

  it('believes no length that is too short or too long for a message', () => {
    for (const length of [0, 15, LONGEST_MESSAGE_BYTES + 1, 2 ** 32 - 1])
      expect(() => new EventStreamReader().read(prelude(length))).toThrow(`a message of ${length} bytes`);
  });
});
