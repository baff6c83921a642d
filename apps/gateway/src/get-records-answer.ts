import { sequenceNumbersFrom, type SequenceNumber, type Shard } from '#lib/kinesis';
import { RecordCursor } from '#lib/ports';
import { SelfWritingOutput, type KinesisApi } from '#lib/wire';
import { shardOfNumber } from './described-stream.js';
import type { RecordRun } from './record-reading.js';

export interface GetRecordsParts {
  readonly shard: Shard;
  readonly runs: readonly RecordRun[];
  readonly millisBehindLatest: number;
  /** Absent at the end of a closed shard; the child shards are there instead. */
  readonly nextShardIterator?: string;
  readonly childShards?: readonly KinesisApi.ChildShard[];
}

/** The answer of GetRecords. Its JSON is written by hand, straight from the frames that the records lie in. */
export class GetRecordsAnswer extends SelfWritingOutput {
  constructor(readonly parts: GetRecordsParts) {
    super();
  }

  /** The records as values; a record's data shares the bytes it was read into. */
  records(): readonly KinesisApi.Record[] {
    return this.parts.runs.flatMap((run) =>
      entriesOf(run, this.parts.shard, (cursor, SequenceNumber) => ({
        SequenceNumber,
        ApproximateArrivalTimestamp: run.batch.timeMs,
        Data: run.batch.body.subarray(cursor.dataStart, cursor.dataEnd),
        PartitionKey:
          cursor.keyEnd === cursor.keyStart
            ? undefined
            : run.batch.body.toString('utf8', cursor.keyStart, cursor.keyEnd),
      })),
    );
  }

  toJson(): string {
    const { runs, shard, millisBehindLatest, nextShardIterator, childShards } = this.parts;
    const records = runs.map((run) => jsonOf(run, shard)).join(',');
    const rest = {
      MillisBehindLatest: millisBehindLatest,
      NextShardIterator: nextShardIterator,
      ChildShards: childShards,
    };
    return `{"Records":[${records}],${JSON.stringify(rest).slice(1)}`;
  }
}

function entriesOf<Entry>(
  { epoch, second, batch, skipped, count }: RecordRun,
  shard: Shard,
  write: (cursor: RecordCursor, sequenceNumber: SequenceNumber) => Entry,
): Entry[] {
  const first = { ...shardOfNumber(shard), epoch, second, index: batch.firstIndex + skipped };
  const cursor = new RecordCursor(batch);
  for (let i = 0; i < skipped; i += 1) cursor.next();
  return sequenceNumbersFrom(first, count).map((sequenceNumber) => {
    cursor.next();
    return write(cursor, sequenceNumber);
  });
}

function jsonOf(run: RecordRun, shard: Shard): string {
  const { body, timeMs } = run.batch;
  const arrival = `","ApproximateArrivalTimestamp":${timeMs / 1000},"Data":"`;
  return entriesOf(run, shard, (cursor, sequenceNumber) => {
    const data = body.toString('base64', cursor.dataStart, cursor.dataEnd);
    const key = cursor.keyEnd === cursor.keyStart ? '' : `,"PartitionKey":${jsonKey(body, cursor)}`;
    return `{"SequenceNumber":"${sequenceNumber}${arrival}${data}"${key}}`;
  }).join(',');
}

const FIRST_PRINTABLE = 0x20;
const DELETE = 0x7f;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Nearly all keys stand in JSON as they are. */
function jsonKey(body: Buffer, { keyStart, keyEnd }: RecordCursor): string {
  for (let at = keyStart; at < keyEnd; at += 1) {
    const byte = body[at] as number;
    if (byte < FIRST_PRINTABLE || byte >= DELETE || byte === QUOTE || byte === BACKSLASH)
      return JSON.stringify(body.toString('utf8', keyStart, keyEnd));
  }
  return `"${body.toString('latin1', keyStart, keyEnd)}"`;
}
