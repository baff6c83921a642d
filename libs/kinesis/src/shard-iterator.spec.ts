import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { sealPageToken } from './page-token.js';
import { sealToken, type TokenSeal } from './sealed-token.js';
import { openShardIterator, sealShardIterator, type ShardIterator } from './shard-iterator.js';
import { newStreamId } from './stream-id.js';
import { anyPosition } from './testing/positions.js';
import { NOW_MS, streamIdOf } from './testing/streams.js';

const SEAL: TokenSeal = { key: new Uint8Array(32).fill(7), randomBytes };
const ITERATOR: ShardIterator = {
  shard: { streamId: streamIdOf(1), shardNumber: 3 },
  position: { epoch: 1_000_002, second: 1_767_225_600, index: 77 },
  issuedAtMs: NOW_MS,
};

const invalid = expect.objectContaining({
  code: 'InvalidArgumentException',
  message: 'Invalid ShardIterator.',
});

describe('a shard iterator', () => {
  const anyIterator: fc.Arbitrary<ShardIterator> = fc.record({
    shard: fc.record({
      streamId: fc.uint8Array({ minLength: 23, maxLength: 23 }).map((bytes) => newStreamId(() => bytes)),
      shardNumber: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    }),
    position: anyPosition,
    issuedAtMs: fc.integer({ min: 0, max: 8.64e13 }),
  });

  it('is read back to what it was made of, and has at most 512 characters', () => {
    fc.assert(
      fc.property(anyIterator, (iterator) => {
        const text = sealShardIterator(SEAL, iterator);
        expect(text.length).toBeLessThanOrEqual(512);
        expect(openShardIterator(SEAL, text, iterator.issuedAtMs)).toEqual(iterator);
      }),
    );
  });

  it('is never the same text twice, also at the same place and instant', () => {
    const texts = Array.from({ length: 100 }, () => sealShardIterator(SEAL, ITERATOR));
    expect(new Set(texts).size).toBe(100);
  });

  it('needs no quotes in a shell and no escapes in a URL, and is taken in quotes', () => {
    const text = sealShardIterator(SEAL, ITERATOR);
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(openShardIterator(SEAL, `"${text}"`, NOW_MS)).toEqual(ITERATOR);
  });

  it('is refused when any one of its characters is another one', () => {
    const text = sealShardIterator(SEAL, ITERATOR);
    for (let i = 0; i < text.length; i += 1) {
      const forged = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
      expect(() => openShardIterator(SEAL, forged, NOW_MS)).toThrow(invalid);
    }
  });

  it('is refused when it is cut off anywhere', () => {
    const text = sealShardIterator(SEAL, ITERATOR);
    for (let length = 0; length < text.length; length += 1) {
      expect(() => openShardIterator(SEAL, text.slice(0, length), NOW_MS)).toThrow(invalid);
    }
  });

  it.each(['=', ' ', '\n', '*'])('is refused with a %j that decoding would overlook', (character) => {
    const text = sealShardIterator(SEAL, ITERATOR);
    expect(() => openShardIterator(SEAL, text + character, NOW_MS)).toThrow(invalid);
  });

  it.each([
    ['from another installation', sealShardIterator({ ...SEAL, key: new Uint8Array(32) }, ITERATOR)],
    ['a page token', sealPageToken(SEAL, 'ListShards', { next: {}, issuedAtMs: NOW_MS })],
    ['of another version', sealToken(SEAL, 'shard-iterator', new Uint8Array(51).fill(2))],
    ['sealed around nothing', sealToken(SEAL, 'shard-iterator', new Uint8Array(0))],
    ['made of other characters', 'ä'.repeat(80)],
    ['only a quotation mark', '"'],
    ['an empty quotation', '""'],
    ['very long', 'A'.repeat(100_000)],
  ])('is refused when it is %s', (_, text) => {
    expect(() => openShardIterator(SEAL, text, NOW_MS)).toThrow(invalid);
  });

  it('is valid for five minutes, any number of times, and then expires with both times in the sentence', () => {
    const text = sealShardIterator(SEAL, ITERATOR);
    expect(openShardIterator(SEAL, text, NOW_MS + 300_000)).toEqual(ITERATOR);
    expect(openShardIterator(SEAL, text, NOW_MS + 300_000)).toEqual(ITERATOR);
    expect(() => openShardIterator(SEAL, text, NOW_MS + 300_001)).toThrow(
      expect.objectContaining({
        code: 'ExpiredIteratorException',
        message:
          'Iterator expired. The iterator was created at time Thu Jan 01 00:00:00 UTC 2026 while right now it is ' +
          'Thu Jan 01 00:05:00 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
      }),
    );
  });

  it('is valid where the clock is behind that of its issuer', () => {
    expect(openShardIterator(SEAL, sealShardIterator(SEAL, ITERATOR), NOW_MS - 2_000)).toEqual(ITERATOR);
  });
});
