import { SequenceNumberRun, type Shard } from '#lib/kinesis';
import { RecordCursor } from '#lib/ports';
import { CborWriter, type CborDialect } from '#lib/wire';
import { shardOfNumber } from '../streams/described-stream.js';
import { NO_NUMBER } from './entry-layout.js';
import type { RecordRun } from './record-reading.js';

export interface RecordCborTerms {
  readonly writer: CborWriter;
  readonly shard: Shard;
  readonly dialect: CborDialect;
}

/**
 * Writes the run's records as GetRecords answers them in CBOR, each a map, straight from the frame they lie in, as
 * `RecordJson` does: data and keys are copied as they are.
 */
export function appendRecordCbor(run: RecordRun, { writer, shard, dialect }: RecordCborTerms): void {
  const { epoch, second, batch, skipped, count } = run;
  const index = batch.firstIndex + skipped;
  const numbers = new SequenceNumberRun({ ...shardOfNumber(shard), epoch, second, index });
  const beginning = beginningOf(batch.timeMs, dialect);
  const numberAt = beginning.indexOf(NO_NUMBER);
  const isEncrypted = batch.isEncrypted === true;
  const cursor = new RecordCursor(batch);
  for (let i = 0; i < skipped; i += 1) cursor.next();
  for (let i = 0; i < count; i += 1) {
    cursor.next();
    const hasKey = cursor.keyEnd > cursor.keyStart;
    writer.map(3 + (hasKey ? 1 : 0) + (isEncrypted ? 1 : 0));
    numbers.writeNext(beginning, numberAt);
    if (isEncrypted) writer.append(ENCRYPTION_TYPE);
    writer.append(beginning);
    writer.byteString(batch.body, cursor.dataStart, cursor.dataEnd);
    if (!hasKey) continue;
    writer.append(PARTITION_KEY);
    writer.textOf(batch.body, cursor.keyStart, cursor.keyEnd);
  }
}

/** All of a record up to its data; the number is written over. */
function beginningOf(timeMs: number, dialect: CborDialect): Buffer {
  const writer = new CborWriter();
  writer.text('SequenceNumber');
  writer.text(NO_NUMBER);
  writer.text('ApproximateArrivalTimestamp');
  dialect.writeTimestamp(writer, timeMs);
  writer.text('Data');
  return writer.finish();
}

const PARTITION_KEY = textItems('PartitionKey');
const ENCRYPTION_TYPE = textItems('EncryptionType', 'KMS');

function textItems(...texts: readonly string[]): Buffer {
  const writer = new CborWriter();
  for (const text of texts) writer.text(text);
  return writer.finish();
}

/** What stands around a record's data and key. */
const RECORD_BYTES = 175;

/** How many bytes a run will be, rather too many: where its records are not alike, the writer grows. */
export function expectedCborBytes({ batch, count }: RecordRun): number {
  return count * (Math.ceil(batch.body.length / batch.count) + RECORD_BYTES);
}
