import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FIRST_EPOCH, LAST_EPOCH, LAST_INDEX, LAST_SECOND, type StreamId } from '#lib/kinesis';
import { MOST_PLACES, parseTailPlace, writeTailPlace } from './tail-place.js';

const STREAM_ID = 'abcdefghij0123456789-xyz' as StreamId;

const shardPlace = fc.record({
  shardNumber: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  position: fc.record({
    epoch: fc.integer({ min: FIRST_EPOCH, max: LAST_EPOCH }),
    second: fc.integer({ min: 0, max: LAST_SECOND }),
    index: fc.integer({ min: 0, max: LAST_INDEX }),
  }),
});

const tailPlace = fc.record(
  {
    streamId: fc.constant(STREAM_ID),
    sinceMs: fc.integer({ min: 0, max: LAST_SECOND * 1000 }),
    shards: fc.array(shardPlace, { maxLength: MOST_PLACES }),
  },
  { requiredKeys: ['streamId', 'shards'] },
);

describe('the place of a tail', () => {
  it('is a short text that people can read', () => {
    const position = { epoch: FIRST_EPOCH, second: 1_795_000_000, index: 36 };
    const place = { streamId: STREAM_ID, sinceMs: 1_795_000_000_123, shards: [{ shardNumber: 7, position }] };
    expect(writeTailPlace(place)).toBe('abcdefghij0123456789-xyz;mwm0nkaj;7.0.top2v4.10');
  });

  it('is read as it was written, and fits into a header (fast-check prints the seed)', () => {
    fc.assert(
      fc.property(tailPlace, (place) => {
        const text = writeTailPlace(place);
        expect(parseTailPlace(text)).toEqual(place);
        expect(text.length).toBeLessThan(2100);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['another text', 'latest'],
    ['no stream', ';;0.0.0.0'],
    ['a number that is none', `${STREAM_ID};;0.0.0.A`],
    ['a place that is cut off', `${STREAM_ID};;0.0.0`],
    ['a comma too many', `${STREAM_ID};;0.0.0.0,`],
    ['an epoch past the last one', `${STREAM_ID};;0.zzzzzz.0.0`],
    ['an index past the last one', `${STREAM_ID};;0.0.0.zzzzzzzzzz`],
    ['a second past the last one', `${STREAM_ID};;0.0.zzzzzzzz.0`],
    [
      'too many places',
      `${STREAM_ID};;${Array(MOST_PLACES + 1)
        .fill('0.0.0.0')
        .join(',')}`,
    ],
  ])('is not %s', (_, text) => {
    expect(parseTailPlace(text)).toBeUndefined();
  });

  it('is refused or read, whatever the text is (fast-check prints the seed)', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`${STREAM_ID};,.0z`), maxLength: 80 }), (text) => {
        const place = parseTailPlace(text);
        if (place) expect(parseTailPlace(writeTailPlace(place))).toEqual(place);
      }),
    );
  });
});
