import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, entryIdOf, LAST_EPOCH, LAST_INDEX, LOG_START } from './log-position.js';
import {
  endingSequenceNumber,
  sequenceNumberOf,
  startingSequenceNumber,
  type SequenceNumberFields,
} from './sequence-number.js';
import type { Shard } from './shard.js';
import { decideStartingPosition, type StartingPositionRequest } from './starting-position.js';
import { anyPosition } from './testing/positions.js';
import { NOW_MS, SCOPE, streamWith } from './testing/streams.js';

const STREAM = streamWith({ shardCount: 2 });
const SHARD = STREAM.shards[1] as Shard;
const CONTEXT = { stream: STREAM, shard: SHARD, scope: SCOPE, nowMs: NOW_MS };
const OF_SHARD = { shardCreatedAtSecond: SHARD.createdAtSecond, shardNumber: 1 };
const FIELDS: SequenceNumberFields = { ...OF_SHARD, epoch: 1_000_002, second: 1_767_225_700, index: 7 };

const decide = (request: StartingPositionRequest) => decideStartingPosition(request, CONTEXT);

describe('a starting position', () => {
  it('at or after a sequence number is the place of its record, or the next one', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        fc.pre(position.index > 0 && position.index < LAST_INDEX);
        const startingSequenceNumber = sequenceNumberOf({ ...OF_SHARD, ...position });
        expect(decide({ type: 'AT_SEQUENCE_NUMBER', startingSequenceNumber })).toEqual({
          type: 'position',
          position,
        });
        expect(decide({ type: 'AFTER_SEQUENCE_NUMBER', startingSequenceNumber })).toEqual({
          type: 'position',
          position: after(position),
        });
      }),
    );
  });

  it('at the shard’s own starting number is before its first record', () => {
    const number = startingSequenceNumber(OF_SHARD);
    const at = decide({ type: 'AT_SEQUENCE_NUMBER', startingSequenceNumber: number });
    expect(at.type === 'position' && entryIdOf(at.position) < entryIdOf(LOG_START)).toBe(true);
    expect(decide({ type: 'AFTER_SEQUENCE_NUMBER', startingSequenceNumber: number })).toEqual({
      type: 'position',
      position: LOG_START,
    });
  });

  it.each(['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const)(
    '%s of a closed shard’s ending number is behind its last record',
    (type) => {
      const number = endingSequenceNumber(OF_SHARD, 1_767_225_900);
      expect(decide({ type, startingSequenceNumber: number })).toEqual({
        type: 'position',
        position: { epoch: LAST_EPOCH, second: 1_767_225_900, index: LAST_INDEX },
      });
    },
  );

  it.each<[StartingPositionRequest, object]>([
    [{ type: 'TRIM_HORIZON' }, { type: 'position', position: LOG_START }],
    [{ type: 'LATEST' }, { type: 'tip' }],
    [
      { type: 'AT_TIMESTAMP', timestampMs: 0 },
      { type: 'time', timestampMs: 0 },
    ],
    [
      { type: 'AT_TIMESTAMP', timestampMs: NOW_MS },
      { type: 'time', timestampMs: NOW_MS },
    ],
  ])('%j needs %j', (request, place) => {
    expect(decide(request)).toEqual(place);
  });

  const number = sequenceNumberOf(FIELDS);
  const ofOtherShard = sequenceNumberOf({ ...FIELDS, shardNumber: 0 });
  const ofOtherLife = sequenceNumberOf({ ...FIELDS, shardCreatedAtSecond: SHARD.createdAtSecond - 1 });
  const eitherOr = (found: string) =>
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
    `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${found}.`;
  const used = (text: string) =>
    `StartingSequenceNumber ${text} used in GetShardIterator on shard shardId-000000000001 in stream stream-0 ` +
    'under account 123456789012 is invalid';

  it.each<[string, StartingPositionRequest, string]>([
    [
      'AT without a number',
      { type: 'AT_SEQUENCE_NUMBER' },
      eitherOr('AT_SEQUENCE_NUMBER and no StartingSequenceNumber'),
    ],
    [
      'AFTER without a number',
      { type: 'AFTER_SEQUENCE_NUMBER' },
      eitherOr('AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber'),
    ],
    [
      'LATEST with a number',
      { type: 'LATEST', startingSequenceNumber: number },
      eitherOr('LATEST and also a StartingSequenceNumber'),
    ],
    [
      'TRIM_HORIZON with a number',
      { type: 'TRIM_HORIZON', startingSequenceNumber: number },
      eitherOr('TRIM_HORIZON and also a StartingSequenceNumber'),
    ],
    [
      'AT_TIMESTAMP with a number',
      { type: 'AT_TIMESTAMP', timestampMs: 0, startingSequenceNumber: number },
      eitherOr('AT_TIMESTAMP and also a StartingSequenceNumber'),
    ],
    ['a malformed number', { type: 'AT_SEQUENCE_NUMBER', startingSequenceNumber: '5' }, `${used('5')}.`],
    [
      'a number of another shard',
      { type: 'AFTER_SEQUENCE_NUMBER', startingSequenceNumber: ofOtherShard },
      'Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in a call to a shard with shardId-000000000001',
    ],
    [
      'a number of another incarnation',
      { type: 'AT_SEQUENCE_NUMBER', startingSequenceNumber: ofOtherLife },
      `${used(ofOtherLife)} because it did not come from this stream.`,
    ],
    [
      'AT_TIMESTAMP without a time',
      { type: 'AT_TIMESTAMP' },
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    ],
    [
      'AT_TIMESTAMP in the future',
      { type: 'AT_TIMESTAMP', timestampMs: NOW_MS + 1 },
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${NOW_MS + 1}, currentTimestampInMillis: ${NOW_MS}`,
    ],
  ])('is refused: %s', (_, request, message) => {
    expect(() => decide(request)).toThrow(
      expect.objectContaining({ code: 'InvalidArgumentException', message }),
    );
  });
});
