import { randomUUID } from 'node:crypto';
import {
  KinesisError,
  sequenceNumbersFrom,
  shardIdOf,
  type KinesisErrorCode,
  type Stream,
} from '#lib/kinesis';
import { ShardError, StorageError } from '#lib/ports';
import { operationInput, type KinesisApi, type ScalarForm } from '#lib/wire';
import { streamWithRecords } from '../streams/addressed-stream.js';
import { shardOfNumber } from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';
import { putRecord } from '../operations/put-record.js';
import { putRecords } from '../operations/put-records.js';
import type { PutRecordsAnswer, ShardOutcome } from './put-records-answer.js';
import type { PutEntry } from './record-placement.js';

/** What became of one record: where it was stored, or why it is not acknowledged. */
export type EntryResult =
  { readonly shardId: string; readonly sequenceNumber: string } | { readonly error: EntryError };

export interface EntryError {
  readonly code: KinesisErrorCode;
  readonly message: string;
  /** The record may be stored or not; otherwise it is not stored. */
  readonly outcomeUnknown: boolean;
}

/**
 * PutRecord for the doors that are not AWS's: the same checks and limits, but a record without a partition key gets a
 * random one, so that such records spread evenly.
 *
 * @throws KinesisError as PutRecord does.
 */
export async function putEntry(
  streamName: string,
  entry: PutEntry,
  context: OperationContext,
): Promise<KinesisApi.PutRecordOutput> {
  const stream = streamWithRecords({ StreamName: streamName }, context);
  const input = { StreamName: stream.name, ...keyed(entry, stream) };
  return putRecord(
    operationInput('PutRecord', { structure: input, form: DECODED }) as KinesisApi.PutRecordInput,
    context,
  );
}

/**
 * PutRecords, likewise.
 *
 * @throws KinesisError as PutRecords does.
 */
export async function putEntries(
  streamName: string,
  entries: readonly PutEntry[],
  context: OperationContext,
): Promise<PutRecordsAnswer> {
  const stream = streamWithRecords({ StreamName: streamName }, context);
  const input = { StreamName: stream.name, Records: entries.map((entry) => keyed(entry, stream)) };
  return putRecords(
    operationInput('PutRecords', { structure: input, form: DECODED }) as KinesisApi.PutRecordsInput,
    context,
  );
}

/** A stream that distributes records itself needs no keys. */
function keyed(entry: PutEntry, { recordDistribution }: Stream): PutEntry {
  if (entry.PartitionKey !== undefined || recordDistribution === 'AUTO') return entry;
  return { ...entry, PartitionKey: randomUUID() };
}

/** The doors have decoded the data already. */
export const DECODED: ScalarForm = {
  blob: (value) => value as Uint8Array,
  timestamp: (value) => value as number,
};

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
