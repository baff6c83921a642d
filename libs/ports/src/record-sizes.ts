import { RecordCursor, type PackedRecords, type RecordBatch } from './record-frame.js';

type Body = Pick<RecordBatch, 'count' | 'body'>;

const bodyOf = ({ count, bytes }: PackedRecords): Body => ({ count, body: bytes });

/** Data and partition key of each record, in bytes, in order. */
export function* recordSizes(records: PackedRecords): Generator<number> {
  const cursor = new RecordCursor(bodyOf(records));
  while (cursor.next()) yield payloadAt(cursor);
}

/** The first `count` records, 1 up to all of them; their bytes are shared. */
export function firstRecords(records: PackedRecords, count: number): PackedRecords {
  const cursor = new RecordCursor(bodyOf(records));
  let payloadBytes = 0;
  for (let read = 0; read < count && cursor.next(); read += 1) payloadBytes += payloadAt(cursor);
  return { count, bytes: records.bytes.subarray(0, cursor.dataEnd), payloadBytes };
}

/** Data and partition keys of records of a batch that stand together, in bytes. */
export function payloadBytesOf(
  batch: Body,
  { skipped, count }: { readonly skipped: number; readonly count: number },
): number {
  const cursor = new RecordCursor(batch);
  for (let i = 0; i < skipped; i += 1) cursor.next();
  let bytes = 0;
  for (let i = 0; i < count; i += 1) {
    cursor.next();
    bytes += payloadAt(cursor);
  }
  return bytes;
}

function payloadAt({ keyStart, keyEnd, dataStart, dataEnd }: RecordCursor): number {
  return keyEnd - keyStart + dataEnd - dataStart;
}
