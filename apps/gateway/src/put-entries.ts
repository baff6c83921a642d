import { randomUUID } from 'node:crypto';
import type { Stream } from '#lib/kinesis';
import { operationInput, type KinesisApi, type ScalarForm } from '#lib/wire';
import type { OperationContext } from './operation-context.js';
import { putRecord } from './operations/put-record.js';
import { putRecords } from './operations/put-records.js';
import type { PutRecordsAnswer } from './records/put-records-answer.js';
import type { PutEntry } from './records/record-placement.js';
import { streamWithRecords } from './streams/addressed-stream.js';

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
