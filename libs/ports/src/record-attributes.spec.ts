import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeAttributes, encodeStamp } from './record-attributes.js';

const hash = fc.uint8Array({ minLength: 16, maxLength: 16 });
const stamp = fc.record({
  key: hash,
  body: hash,
  index: fc.nat(499),
  count: fc.integer({ min: 1, max: 500 }),
});

describe('the attributes of a record', () => {
  it('give back the stamp of an idempotent put, also behind parts of other tags', () => {
    fc.assert(
      fc.property(stamp, fc.uint8Array({ maxLength: 127 }), (written, foreign) => {
        const bytes = Buffer.concat([Uint8Array.of(9, foreign.length), foreign, encodeStamp(written)]);
        const { idempotency } = decodeAttributes(bytes);
        expect({
          ...idempotency,
          key: Uint8Array.from(idempotency?.key ?? []),
          body: Uint8Array.from(idempotency?.body ?? []),
        }).toEqual(written);
      }),
    );
  });

  it('say nothing where they are cut short or none of ours, and are never refused', () => {
    fc.assert(
      fc.property(stamp, fc.nat(37), (written, length) => {
        expect(decodeAttributes(encodeStamp(written).subarray(0, length))).toEqual({});
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        if (bytes[0] !== 1) expect(() => decodeAttributes(bytes)).not.toThrow();
      }),
    );
  });
});
