import { KinesisError, SequenceNumberRun, sequenceNumbersFrom, shardIdOf, type Shard } from '#lib/kinesis';
import type { Appended } from '#lib/ports';
import { SelfWritingOutput, type KinesisApi } from '#lib/wire';
import { shardOfNumber } from './described-stream.js';

/** How one shard's part of a PutRecords ended: its records were stored, or the first of them, or none is acknowledged. */
export interface ShardOutcome {
  readonly shard: Shard;
  readonly recordCount: number;
  readonly result: Appended | KinesisError;
  /** Why the records behind those that were stored were not. */
  readonly throttle?: KinesisError | undefined;
}

/** How many of its records were stored. */
export const storedCount = ({ result }: ShardOutcome): number =>
  result instanceof KinesisError ? 0 : result.count;

type Entry = KinesisApi.PutRecordsResultEntry;

/**
 * The answer of PutRecords: one entry per record, in the request's order. Where all were stored it is written by hand,
 * into bytes: entries are then of one length, and a value for each would cost more than finding the record's shard.
 */
export class PutRecordsAnswer extends SelfWritingOutput {
  /** @param outcomeOfRecord for each record of the request, which of the outcomes is its own. */
  constructor(
    readonly outcomeOfRecord: Uint16Array,
    readonly outcomes: readonly ShardOutcome[],
  ) {
    super();
  }

  get failedRecordCount(): number {
    return this.outcomes.reduce(
      (failed, outcome) => failed + outcome.recordCount - storedCount(outcome),
      0,
    );
  }

  /** The entries as values. */
  entries(): readonly Entry[] {
    const entriesLeft = this.outcomes.map((outcome) => entriesOf(outcome).values());
    return Array.from(this.outcomeOfRecord, (outcome) => entriesLeft[outcome]?.next().value as Entry);
  }

  toJson(): string | Buffer {
    const FailedRecordCount = this.failedRecordCount;
    if (FailedRecordCount > 0) return JSON.stringify({ FailedRecordCount, Records: this.entries() });
    const writers = this.outcomes.map((outcome) => new StoredEntryWriter(outcome));
    const { length } = this.outcomeOfRecord;
    const bytes = Buffer.allocUnsafe(
      BEGIN.length + length * StoredEntryWriter.BYTES + END.length - COMMA.length,
    );
    let at = bytes.write(BEGIN, 'latin1');
    for (let i = 0; i < length; i += 1) {
      (writers[this.outcomeOfRecord[i] as number] as StoredEntryWriter).writeNext(bytes, at);
      at += StoredEntryWriter.BYTES;
    }
    bytes.write(END, at - COMMA.length, 'latin1');
    return bytes;
  }
}

const BEGIN = '{"FailedRecordCount":0,"Records":[';
const COMMA = ',';
const END = ']}';

/** Writes the entries of one shard, each with a comma behind it. */
class StoredEntryWriter {
  private static readonly BEFORE_NUMBER = '{"SequenceNumber":"';
  /** Of one entry; shard ids are all of one length. */
  static readonly BYTES = StoredEntryWriter.templateOf(0).length;
  private readonly template: Buffer;
  private readonly numbers: SequenceNumberRun;

  constructor(outcome: ShardOutcome) {
    this.template = StoredEntryWriter.templateOf(outcome.shard.number);
    this.numbers = new SequenceNumberRun(firstNumberOf(outcome));
  }

  writeNext(bytes: Buffer, at: number): void {
    bytes.set(this.template, at);
    this.numbers.writeNext(bytes, at + StoredEntryWriter.BEFORE_NUMBER.length);
  }

  private static templateOf(shardNumber: number): Buffer {
    const number = '0'.repeat(SequenceNumberRun.LENGTH);
    return Buffer.from(
      `${this.BEFORE_NUMBER}${number}","ShardId":"${shardIdOf(shardNumber)}"}${COMMA}`,
      'latin1',
    );
  }
}

function firstNumberOf({ shard, result }: ShardOutcome) {
  if (result instanceof KinesisError) throw new TypeError('records that were not stored have no numbers');
  const { epoch, second, firstIndex: index } = result;
  return { ...shardOfNumber(shard), epoch, second, index };
}

function entriesOf(outcome: ShardOutcome): readonly Entry[] {
  const { shard, recordCount, result, throttle } = outcome;
  if (result instanceof KinesisError) return Array.from({ length: recordCount }, () => failedEntry(result));
  const ShardId = shardIdOf(shard.number);
  const stored = sequenceNumbersFrom(firstNumberOf(outcome), result.count).map((SequenceNumber) => ({
    SequenceNumber,
    ShardId,
  }));
  if (throttle === undefined) return stored;
  return [...stored, ...Array.from({ length: recordCount - result.count }, () => failedEntry(throttle))];
}

/** An entry fails by one of two codes only. Source: Kinesis service model, PutRecordsResultEntry. */
function failedEntry({ code, message }: KinesisError): Entry {
  return code === 'ProvisionedThroughputExceededException'
    ? { ErrorCode: code, ErrorMessage: message }
    : { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' };
}
