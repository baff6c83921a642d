import { describe, expect, it } from '@jest/globals';
import { sequenceNumberOf } from './sequence-number.js';
import { decideSequenceNumberForOrdering } from './sequence-number-for-ordering.js';
import { NOW_MS, SCOPE, streamWith } from './testing/streams.js';

const CONTEXT = { stream: streamWith(), scope: SCOPE, nowMs: NOW_MS };
const NOW_SECOND = Math.floor(NOW_MS / 1000);

function numberAt(second: number): string {
  return sequenceNumberOf({ shardCreatedAtSecond: 0, shardNumber: 3, epoch: 1_000_001, index: 1, second });
}

describe('a sequence number for ordering', () => {
  it.each([
    ['of the past, of whatever shard', numberAt(0)],
    ['of this second', numberAt(NOW_SECOND)],
    ['of a host whose clock is two seconds ahead', numberAt(NOW_SECOND + 2)],
  ])('is taken: one %s', (_, text) => {
    expect(() => decideSequenceNumberForOrdering(text, CONTEXT)).not.toThrow();
  });

  it.each([
    ['of the future', numberAt(NOW_SECOND + 3)],
    ['that is malformed', '0'],
  ])('is refused: one %s', (_, text) => {
    expect(() => decideSequenceNumberForOrdering(text, CONTEXT)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message:
          `ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream stream-0 under account ` +
          '123456789012 is invalid.',
      }),
    );
  });
});
