import { describe, expect, it } from '@jest/globals';
import { EventStreamCodec } from '@smithy/core/event-streams';
import fc from 'fast-check';
import { encodeMessage } from './event-stream-message.js';

/** AWS's own codec. */
const official = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString()),
  (text) => Buffer.from(text),
);

const message = fc.record({
  headers: fc.dictionary(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 200 }), {
    maxKeys: 6,
    noNullPrototype: true,
  }),
  payload: fc.uint8Array({ maxLength: 5000 }),
});

describe('a message', () => {
  it('is laid out as the specification says, byte for byte', () => {
    const encoded = encodeMessage({ headers: { a: 'é' }, payload: Buffer.from('{}') });

    expect(encoded.toString('hex')).toBe(
      '00000019' + // 25 bytes in all
        '00000007' + // 7 bytes of headers
        '96b6bf39' + // CRC-32 of the two lengths
        '0161' + // the name: 1 byte, `a`
        '07' + // a text
        '0002c3a9' + // 2 bytes, UTF-8
        '7b7d' +
        '61d4fb2e', // CRC-32 of all before, as Python's zlib says too
    );
  });

  it("is what AWS's codec makes of the same (fast-check prints the seed)", () => {
    fc.assert(
      fc.property(message, ({ headers, payload }) => {
        const texts = Object.entries(headers).map(
          ([name, value]) => [name, { type: 'string' as const, value }] as const,
        );
        const expected = official.encode({ headers: Object.fromEntries(texts), body: payload });
        expect(encodeMessage({ headers, payload }).equals(expected)).toBe(true);
      }),
    );
  });

  it('has no header that is too long for its length', () => {
    const payload = Buffer.alloc(0);
    expect(() => encodeMessage({ headers: { ['n'.repeat(256)]: '' }, payload })).toThrow('out of range');
    expect(() => encodeMessage({ headers: { name: 'v'.repeat(65_536) }, payload })).toThrow('out of range');
  });
});
