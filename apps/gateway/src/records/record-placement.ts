import {
  hashKeyToWords,
  hashPartitionKeyInto,
  invalidArgument,
  KinesisError,
  parseExplicitHashKey,
  ShardMap,
  type Shard,
  type Stream,
} from '#lib/kinesis';
import type { RecordEnvelope } from '#lib/ports';

/** A record as PutRecord and the entries of PutRecords give it. */
export interface PutEntry {
  readonly Data: Uint8Array;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
  /** Set by this server alone: no request can name a symbol. */
  readonly [RECORD_ATTRIBUTES]?: Uint8Array;
}

/** See libs/ports, RecordAttributes. */
export const RECORD_ATTRIBUTES = Symbol('RecordAttributes');

/** Of UTF-8, at most, for each UTF-16 code unit. */
const BYTES_PER_CHARACTER = 3;

/** Scratch of `shardIndexOf`. */
const hashKeyWords = new Uint32Array(4);
/** The place that took the last record of any AUTO stream; where it begins does not matter. */
let turn = 0;

/** What a stream stores of a record, and where: what is to be checked once the stream is known is checked here. */
export class RecordPlacement {
  /** In the order of their hash key ranges. */
  readonly openShards: readonly Shard[];
  private readonly shardMap: ShardMap;
  private readonly isAuto: boolean;
  private readonly largestRecordBytes: number;

  constructor(private readonly stream: Stream) {
    this.shardMap = ShardMap.of(stream);
    this.openShards = this.shardMap.openShards;
    this.isAuto = stream.recordDistribution === 'AUTO';
    this.largestRecordBytes = 1024 * stream.maxRecordSizeKiB;
  }

  /**
   * What is stored in front of a record's data. A stream that distributes records itself (AUTO) keeps the key, if there
   * is one, and ignores the explicit hash key.
   *
   * @param index of the record in a request of many, from 0; absent where it is the only one.
   * @throws KinesisError ValidationException where the key is missing; InvalidArgumentException where the record is larger
   *   than the stream allows, or its explicit hash key is outside 0 … 2^128 − 1.
   */
  envelopeOf(entry: PutEntry, index?: number): RecordEnvelope {
    const { PartitionKey: partitionKey = this.isAuto ? '' : undefined, ExplicitHashKey } = entry;
    if (partitionKey === undefined) throw noPartitionKey(index);
    if (entry.Data.length + BYTES_PER_CHARACTER * partitionKey.length > this.largestRecordBytes)
      this.checkRecordSize(entry.Data.length + Buffer.byteLength(partitionKey));
    const attributes = entry[RECORD_ATTRIBUTES];
    if (ExplicitHashKey === undefined || this.isAuto)
      return attributes === undefined ? { partitionKey } : { partitionKey, attributes };
    const explicitHashKey = parseExplicitHashKey(ExplicitHashKey);
    return attributes === undefined
      ? { partitionKey, explicitHashKey }
      : { partitionKey, explicitHashKey, attributes };
  }

  /**
   * Which of `openShards` takes the record: the one whose range holds the explicit hash key, else MD5 of the partition
   * key; with AUTO each one in turn.
   */
  shardIndexOf({ partitionKey, explicitHashKey }: RecordEnvelope): number {
    if (this.isAuto) {
      turn = (turn + 1) % this.openShards.length;
      return turn;
    }
    if (explicitHashKey === undefined) hashPartitionKeyInto(hashKeyWords, partitionKey);
    else hashKeyToWords(explicitHashKey, hashKeyWords);
    return this.shardMap.indexOf(hashKeyWords);
  }

  private checkRecordSize(recordBytes: number): void {
    if (recordBytes <= this.largestRecordBytes) return;
    const { name, maxRecordSizeKiB } = this.stream;
    throw invalidArgument(
      `Data and partition key of a record have ${recordBytes} bytes together; stream ${name} takes records of up to ` +
        `${this.largestRecordBytes} bytes (MaxRecordSizeInKiB ${maxRecordSizeKiB}).`,
    );
  }
}

function noPartitionKey(index: number | undefined): KinesisError {
  const path = index === undefined ? 'partitionKey' : `records.${index + 1}.member.partitionKey`;
  return new KinesisError(
    'ValidationException',
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
}
