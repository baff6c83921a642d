import { sequenceNumbersFrom, type Shard } from '#lib/kinesis';
import { recordsOf } from '#lib/ports';
import { cborOfShape, CborWriter, SelfWritingOutput, type CborDialect, type KinesisApi } from '#lib/wire';
import { shardOfNumber } from '../streams/described-stream.js';
import { appendRecordCbor, expectedCborBytes } from './record-cbor.js';
import { RecordJson } from './record-json.js';
import type { RecordRun } from './record-reading.js';

export interface RecordsParts {
  readonly shard: Shard;
  readonly runs: readonly RecordRun[];
}

/** An answer with records, which are written straight from the frames they lie in. */
export abstract class RecordsAnswer<Parts extends RecordsParts> extends SelfWritingOutput {
  /** Of the service model. */
  protected abstract readonly shapeName: string;

  constructor(readonly parts: Parts) {
    super();
  }

  /** The members beside the records that are there. */
  protected abstract rest(): object;

  /** The records as values; a record's data shares the bytes it was read into. */
  records(): readonly KinesisApi.Record[] {
    return this.parts.runs.flatMap((run) => recordsIn(run, this.parts.shard));
  }

  toJson(): Buffer {
    const { runs, shard } = this.parts;
    const json = new RecordJson(shard, runs);
    json.append(BEGIN);
    for (const run of runs) json.appendRun(run);
    if (runs.length > 0) json.shorten(COMMA_BYTES);
    json.append(Buffer.from(`],${JSON.stringify(this.rest()).slice(1)}`));
    return json.finish();
  }

  toCbor(dialect: CborDialect): Buffer {
    const { runs, shard } = this.parts;
    const rest = this.rest();
    const restCbor = cborOfShape(rest, { shapeName: this.shapeName, dialect });
    const writer = new CborWriter(
      runs.reduce((bytes, run) => bytes + expectedCborBytes(run), restCbor.length),
    );
    writer.map(1 + Object.keys(rest).length);
    writer.append(restCbor.subarray(MAP_HEAD_BYTES));
    writer.text('Records');
    writer.list(runs.reduce((records, { count }) => records + count, 0));
    for (const run of runs) appendRecordCbor(run, { writer, shard, dialect });
    return writer.finish();
  }
}

const BEGIN = Buffer.from('{"Records":[');
const COMMA_BYTES = 1;
/** Of a map of up to 23 members. */
const MAP_HEAD_BYTES = 1;

/** The records of a run as values; a record's data shares the bytes it was read into. */
export function recordsIn(
  { epoch, second, batch, skipped, count }: RecordRun,
  shard: Shard,
): KinesisApi.Record[] {
  const first = { ...shardOfNumber(shard), epoch, second, index: batch.firstIndex + skipped };
  const framed = [...recordsOf(batch)].slice(skipped, skipped + count);
  const numbers = sequenceNumbersFrom(first, count);
  return framed.map(({ data, partitionKey }, i) => ({
    SequenceNumber: numbers[i] as string,
    ApproximateArrivalTimestamp: batch.timeMs,
    Data: data,
    // A stream that distributes records itself takes them without a key.
    PartitionKey: partitionKey === '' ? undefined : partitionKey,
    ...(batch.isEncrypted === true ? { EncryptionType: 'KMS' as const } : {}),
  }));
}
