import { describe, expect, it } from '@jest/globals';
import { KinesisError, type HashKey, type Shard } from '#lib/kinesis';
import { ShardError, type ShardErrorKind } from '#lib/ports';
import { PutRecordsAnswer, type ShardOutcome } from '../records/put-records-answer.js';
import { putResultsOf } from './put-results.js';

const range = { start: 0n as HashKey, end: 1n as HashKey };
const shard: Shard = { number: 0, range, parents: [], createdAtSecond: 1 };

function failed(kind: ShardErrorKind): ShardOutcome {
  const cause = new ShardError(kind, '');
  return {
    shard,
    recordCount: 1,
    result: new KinesisError('InternalFailure', kind, { cause }),
    storedBytes: 0,
  };
}

const stored: ShardOutcome = {
  shard,
  recordCount: 1,
  result: { epoch: 1_000_001, second: 2, firstIndex: 1, count: 1 },
  storedBytes: 1,
};
const answerOf = (...outcomes: readonly ShardOutcome[]) =>
  new PutRecordsAnswer({
    outcomeOfRecord: Uint16Array.from(outcomes, (_, i) => i),
    outcomes,
    isEncrypted: false,
  });

describe('putResultsOf', () => {
  it('gives each record its result', () => {
    expect(putResultsOf(answerOf(failed('not-stored'), stored))).toEqual({
      failedRecordCount: 1,
      records: [
        { error: { code: 'InternalFailure', message: 'not-stored', outcomeUnknown: false } },
        { shardId: 'shardId-000000000000', sequenceNumber: expect.stringMatching(/^\d{56}$/) },
      ],
    });
  });

  it.each<[ShardErrorKind, ShardErrorKind, string]>([
    ['not-stored', 'sealed', 'not-stored'],
    ['not-stored', 'unknown', 'unknown'],
    ['unknown', 'not-stored', 'unknown'],
  ])('fails where nothing is acknowledged; of %s and %s it says %s', (first, second, said) => {
    expect(() => putResultsOf(answerOf(failed(first), failed(second)))).toThrow(said);
  });
});
