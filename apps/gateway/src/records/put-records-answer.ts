import {
  KinesisError,
  SequenceNumberRun,
  sequenceNumbersFrom,
  shardIdOf,
  type SequenceNumberFields,
  type Shard,
} from '#lib/kinesis';
import type { Appended } from '#lib/ports';
import { cborOfShape, SelfWritingOutput, type CborDialect, type KinesisApi } from '#lib/wire';
import { shardOfNumber } from '../streams/described-stream.js';
import { CBOR_ENTRY_LAYOUT, JSON_ENTRY_LAYOUT, NO_NUMBER, type EntryLayout } from './entry-layout.js';

/** How one shard's part of a PutRecords ended: its records were stored, or the first of them, or none is acknowledged. */
export interface ShardOutcome {
  readonly shard: Shard;
  readonly recordCount: number;
  readonly result: Appended | KinesisError;
  /** Data and partition keys of those that were stored. */
  readonly storedBytes: number;
  /** Why the records behind those that were stored were not. */
  readonly throttle?: KinesisError | undefined;
}

/** How many of its records were stored. */
export const storedCount = ({ result }: ShardOutcome): number =>
  result instanceof KinesisError ? 0 : result.count;

export interface PutRecordsParts {
  /** For each record of the request, which of the outcomes is its own. */
  readonly outcomeOfRecord: Uint16Array;
  readonly outcomes: readonly ShardOutcome[];
  /** The stream's records are encrypted. */
  readonly isEncrypted: boolean;
}

type Entry = KinesisApi.PutRecordsResultEntry;

/**
 * The answer of PutRecords: one entry per record, in the request's order. Where all were stored it is written by hand,
 * into bytes: entries are then of one length, and a value for each would cost more than finding the record's shard.
 */
export class PutRecordsAnswer extends SelfWritingOutput {
  readonly outcomeOfRecord: Uint16Array;
  readonly outcomes: readonly ShardOutcome[];
  private readonly isEncrypted: boolean;

  constructor({ outcomeOfRecord, outcomes, isEncrypted }: PutRecordsParts) {
    super();
    this.outcomeOfRecord = outcomeOfRecord;
    this.outcomes = outcomes;
    this.isEncrypted = isEncrypted;
  }

  get failedRecordCount(): number {
    return this.outcomes.reduce((failed, outcome) => failed + outcome.recordCount - storedCount(outcome), 0);
  }

  /** The entries as values. */
  entries(): readonly Entry[] {
    const entriesLeft = this.outcomes.map((outcome) => entriesOf(outcome).values());
    return Array.from(this.outcomeOfRecord, (outcome) => entriesLeft[outcome]?.next().value as Entry);
  }

  toJson(): string | Buffer {
    if (this.failedRecordCount > 0) return JSON.stringify(this.output());
    return this.written(JSON_ENTRY_LAYOUT);
  }

  toCbor(dialect: CborDialect): Buffer {
    if (this.failedRecordCount === 0) return this.written(CBOR_ENTRY_LAYOUT);
    return cborOfShape(this.output(), { shapeName: 'PutRecordsOutput', dialect });
  }

  private output(): KinesisApi.PutRecordsOutput {
    return {
      FailedRecordCount: this.failedRecordCount,
      ...(this.isEncrypted ? { EncryptionType: 'KMS' } : {}),
      Records: this.entries(),
    };
  }

  private written({ begin, entry, separatorBytes, end }: EntryLayout): Buffer {
    const { outcomeOfRecord, outcomes, isEncrypted } = this;
    const writers = outcomes.map(
      (outcome) => new StoredEntryWriter(entry(outcome.shard.number), firstNumberOf(outcome)),
    );
    const { length } = outcomeOfRecord;
    const beginning = begin({ count: length, isEncrypted });
    const entryBytes = (writers[0] as StoredEntryWriter).entryBytes;
    const bytes = Buffer.allocUnsafe(beginning.length + length * entryBytes - separatorBytes + end.length);
    bytes.set(beginning);
    let at = beginning.length;
    for (let i = 0; i < length; i += 1) {
      const writer = writers[outcomeOfRecord[i] as number] as StoredEntryWriter;
      writer.writeNext(bytes, at);
      at += entryBytes;
    }
    bytes.set(end, at - separatorBytes);
    return bytes;
  }
}

/** Writes the entries of one shard. */
class StoredEntryWriter {
  readonly entryBytes: number;
  private readonly numberAt: number;
  private readonly numbers: SequenceNumberRun;

  constructor(
    private readonly entry: Buffer,
    first: SequenceNumberFields,
  ) {
    this.entryBytes = entry.length;
    this.numberAt = entry.indexOf(NO_NUMBER);
    this.numbers = new SequenceNumberRun(first);
  }

  writeNext(bytes: Buffer, at: number): void {
    bytes.set(this.entry, at);
    this.numbers.writeNext(bytes, at + this.numberAt);
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
