import { KinesisError, sequenceNumbersFrom, shardIdOf, type KinesisErrorCode } from '#lib/kinesis';
import { ShardError, StorageError } from '#lib/ports';
import { shardOfNumber } from '../streams/described-stream.js';
import type { PutRecordsAnswer, ShardOutcome } from './put-records-answer.js';

/** What became of one record: where it was stored, or why it is not acknowledged. */
export type EntryResult =
  { readonly shardId: string; readonly sequenceNumber: string } | { readonly error: EntryError };

export interface EntryError {
  readonly code: KinesisErrorCode;
  readonly message: string;
  /** The record may be stored or not; otherwise it is not stored. */
  readonly outcomeUnknown: boolean;
}

/** One result per record, in the request's order. */
export function entryResults({ outcomeOfRecord, outcomes }: PutRecordsAnswer): readonly EntryResult[] {
  const resultsLeft = outcomes.map((outcome) => resultsOf(outcome).values());
  return Array.from(outcomeOfRecord, (outcome) => resultsLeft[outcome]?.next().value as EntryResult);
}

function resultsOf({ shard, recordCount, result, throttle }: ShardOutcome): readonly EntryResult[] {
  if (result instanceof KinesisError) return failures(result, recordCount);
  const { epoch, second, firstIndex: index, count } = result;
  const shardId = shardIdOf(shard.number);
  const numbers = sequenceNumbersFrom({ ...shardOfNumber(shard), epoch, second, index }, count);
  const stored = numbers.map((sequenceNumber) => ({ shardId, sequenceNumber }));
  return throttle === undefined ? stored : [...stored, ...failures(throttle, recordCount - count)];
}

function failures(error: KinesisError, count: number): readonly EntryResult[] {
  return Array.from({ length: count }, () => ({ error: entryErrorOf(error) }));
}

export function entryErrorOf(error: KinesisError): EntryError {
  return { code: error.code, message: error.message, outcomeUnknown: isOutcomeUnknown(error) };
}

/** Whether what the request asked for may have happened in spite of the error. */
export function isOutcomeUnknown({ code, cause }: KinesisError): boolean {
  if (code !== 'InternalFailure') return false;
  return !(cause instanceof ShardError || cause instanceof StorageError) || cause.kind === 'unknown';
}
