import { invalidArgument, KinesisError, kinesisErrorOf } from '#lib/kinesis';
import type {
  ProducerRecord,
  PutRecordRequest,
  PutRecordResponse,
  PutRecordsRequest,
  PutRecordsResponse,
  WrittenMessage,
} from '#lib/wire';
import type { OperationContext } from '../operation-context.js';
import { putEntries, putEntry } from '../put-entries.js';
import { entryErrorOf, entryResults } from '../records/entry-results.js';
import type { PutEntry } from '../records/record-placement.js';
import { storedBatch } from './stored-batch.js';

/**
 * Stores one record.
 *
 * @throws KinesisError as PutRecord does.
 */
export async function putOne(
  { streamName, record }: PutRecordRequest,
  context: OperationContext,
): Promise<PutRecordResponse> {
  if (!record) throw new KinesisError('ValidationException', 'The request has no record.');
  const { ShardId, SequenceNumber } = await putEntry(streamName, entryOf(record), context);
  return { shardId: ShardId, sequenceNumber: SequenceNumber };
}

const LONGEST_BATCH_ID = 256;

/**
 * Stores the records of a request.
 *
 * @throws KinesisError ValidationException, InvalidArgumentException, ResourceNotFoundException: nothing was stored.
 */
export async function putBatch(
  { streamName, records, batchId }: PutRecordsRequest,
  context: OperationContext,
): Promise<PutAnswer> {
  if (batchId.length > LONGEST_BATCH_ID) {
    throw invalidArgument(
      `The batch_id has ${batchId.length} characters, it may have up to ${LONGEST_BATCH_ID}.`,
    );
  }
  const answer = await putEntries(streamName, records.map(entryOf), context);
  const { failedRecordCount } = answer;
  if (failedRecordCount === 0) return storedBatch(batchId, answer);
  return { batchId, failedRecordCount, results: entryResults(answer) };
}

/** A message of the service, or its bytes. */
export type PutAnswer = PutRecordsResponse | WrittenMessage;

export interface BatchAnswering {
  /** Stores a batch. */
  readonly put: (request: PutRecordsRequest) => Promise<PutAnswer>;
  readonly onUnexpected: OperationContext['onUnexpected'];
}

/** Stores a batch of a stream of them. One that is refused is answered too: never rejects. */
export async function answerBatch(
  request: PutRecordsRequest,
  { put, onUnexpected }: BatchAnswering,
): Promise<PutAnswer> {
  try {
    return await put(request);
  } catch (error) {
    if (!(error instanceof KinesisError)) onUnexpected(error);
    const failure = entryErrorOf(kinesisErrorOf(error));
    return { batchId: request.batchId, failedRecordCount: 0, results: [], error: failure };
  }
}

/** Of data alone. */
export function bytesOfBatch({ records }: PutRecordsRequest): number {
  let bytes = 0;
  for (const { data } of records) bytes += data.length;
  return bytes;
}

function entryOf({ data, partitionKey, explicitHashKey }: ProducerRecord): PutEntry {
  return { Data: data, PartitionKey: partitionKey, ExplicitHashKey: explicitHashKey };
}
