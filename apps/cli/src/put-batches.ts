import type { KeyOfLine } from './partition-key.js';

/** One record to put. */
export interface RecordToPut {
  readonly partitionKey: string;
  readonly data: Buffer;
}

/** Source: Kinesis service model, PutRecordsRequestEntryList.max. */
const RECORDS_PER_BATCH = 500;
/** Well below the 10 MiB of one PutRecords, so that the progress moves and a retry is cheap. */
const BYTES_PER_BATCH = 4 * 1024 * 1024;

/** The lines as records, in batches that one PutRecords takes; a record above the bound is a batch of its own. */
export async function* putBatches(
  lines: AsyncIterable<Buffer>,
  keyOf: KeyOfLine,
): AsyncGenerator<readonly RecordToPut[]> {
  let batch: RecordToPut[] = [];
  let bytes = 0;
  let lineNumber = 0;
  for await (const data of lines) {
    lineNumber += 1;
    const record = { partitionKey: keyOf(data, lineNumber), data };
    if (batch.length === RECORDS_PER_BATCH || (batch.length > 0 && bytes + data.length > BYTES_PER_BATCH)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += data.length;
  }
  if (batch.length > 0) yield batch;
}
