import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HmacKey } from './hmac-key.js';

const bytes = (most: number) => fc.uint8Array({ minLength: 0, maxLength: most });
const latin1 = fc.uint8Array({ maxLength: 1500 }).map((text) => Buffer.from(text).toString('latin1'));

describe('a key of HMAC', () => {
  it('signs as Node does, one text after the other', () => {
    fc.assert(
      fc.property(bytes(64), fc.array(latin1, { maxLength: 4 }), (key, texts) => {
        const hmac = new HmacKey(key);
        expect(texts.map((text) => hmac.sign(text))).toEqual(
          texts.map((text) => createHmac('sha256', key).update(text, 'latin1').digest('hex')),
        );
      }),
    );
  });

  it('is not longer than a block', () => {
    expect(() => new HmacKey(new Uint8Array(65))).toThrow('a key of 65 bytes, not of 64 at most');
  });
});
