import { z } from 'zod';
import { KINESIS_ERROR_CODES, KinesisError } from '#lib/kinesis';
import { entryResults, isOutcomeUnknown, type EntryResult } from '../records/entry-results.js';
import type { PutRecordsAnswer, ShardOutcome } from '../records/put-records-answer.js';

const StoredRecord = z
  .object({ shardId: z.string(), sequenceNumber: z.string() })
  .meta({ id: 'StoredRecord' });

const FailedRecord = z
  .object({
    error: z.object({
      code: z.enum(KINESIS_ERROR_CODES),
      message: z.string(),
      outcomeUnknown: z.boolean().describe('The record may be stored or not; otherwise it is not stored.'),
    }),
  })
  .meta({ id: 'FailedRecord' });

/** What POST /v1/streams/{name}/records answers, if anything was stored. */
export const PutResults = z
  .object({
    failedRecordCount: z.int(),
    records: z.array(z.union([StoredRecord, FailedRecord])).describe('A result for each record, in order.'),
  })
  .meta({ id: 'PutResults' });
export type PutResults = z.infer<typeof PutResults>;

/** One result for each record. @throws KinesisError as `someStored`. */
export function putResultsOf(answer: PutRecordsAnswer): PutResults {
  return putResultsOfEntries(entryResults(someStored(answer)));
}

/**
 * Gives the answer back if anything was stored.
 *
 * @throws KinesisError where nothing was: that of the first record, or the one that says that nobody knows.
 */
export function someStored(answer: PutRecordsAnswer): PutRecordsAnswer {
  const { failedRecordCount, outcomes, outcomeOfRecord } = answer;
  if (failedRecordCount === outcomeOfRecord.length) throw failureOf(outcomes);
  return answer;
}

/** Results that were found one by one. */
export function putResultsOfEntries(records: readonly EntryResult[]): PutResults {
  return { failedRecordCount: records.filter((record) => 'error' in record).length, records: [...records] };
}

function failureOf(outcomes: readonly ShardOutcome[]): KinesisError | undefined {
  const failures = outcomes
    .map(({ result, throttle }) => throttle ?? result)
    .filter((failure) => failure instanceof KinesisError);
  return failures.find(isOutcomeUnknown) ?? failures[0];
}
