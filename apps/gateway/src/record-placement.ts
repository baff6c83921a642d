import {
  hashKeyToWords,
  hashPartitionKeyInto,
  KinesisError,
  parseExplicitHashKey,
  invalidArgument,
  type ShardMap,
  type Stream,
} from '#lib/kinesis';
import type { RecordEnvelope } from '#lib/ports';

/** A record as PutRecord and the entries of PutRecords give it. */
export interface PutEntry {
  readonly Data: Uint8Array;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
}

/**
 * What is stored in front of a record's data. A stream that distributes records itself (AUTO) keeps the key, if there is
 * one, and ignores the explicit hash key.
 *
 * @param path where the record stands in its request, for errors: empty, or `records.7.member.`.
 * @throws KinesisError ValidationException where the key is missing; InvalidArgumentException where the record is larger
 *   than the stream allows, or its explicit hash key is outside 0 … 2^128 − 1.
 */
export function envelopeOf(entry: PutEntry, stream: Stream, path: string): RecordEnvelope {
  const isAuto = stream.recordDistribution === 'AUTO';
  const { PartitionKey: partitionKey = isAuto ? '' : undefined, ExplicitHashKey } = entry;
  if (partitionKey === undefined) throw noPartitionKey(path);
  if (entry.Data.length + BYTES_PER_CHARACTER * partitionKey.length > 1024 * stream.maxRecordSizeKiB)
    checkRecordSize(entry.Data.length + Buffer.byteLength(partitionKey), stream);
  if (ExplicitHashKey === undefined || isAuto) return { partitionKey };
  return { partitionKey, explicitHashKey: parseExplicitHashKey(ExplicitHashKey) };
}

/** Of UTF-8, at most, for each UTF-16 code unit. */
export const BYTES_PER_CHARACTER = 3;

/**
 * Which of the open shards takes the record: the one whose range holds the explicit hash key, else MD5 of the partition
 * key; with AUTO each one in turn.
 *
 * @returns its place in `shardMap.openShards`.
 */
export function placeOf(envelope: RecordEnvelope, stream: Stream, shardMap: ShardMap): number {
  if (stream.recordDistribution === 'AUTO') {
    turn = (turn + 1) % shardMap.openShards.length;
    return turn;
  }
  if (envelope.explicitHashKey === undefined) hashPartitionKeyInto(hashKeyWords, envelope.partitionKey);
  else hashKeyToWords(envelope.explicitHashKey, hashKeyWords);
  return shardMap.indexOf(hashKeyWords);
}

/** Scratch of `placeOf`. */
const hashKeyWords = new Uint32Array(4);
/** The place that took the last record of any AUTO stream; where it begins does not matter. */
let turn = 0;

function noPartitionKey(path: string): KinesisError {
  return new KinesisError(
    'ValidationException',
    `1 validation error detected: Value null at '${path}partitionKey' failed to satisfy constraint: ` +
      'Member must not be null',
  );
}

function checkRecordSize(recordBytes: number, stream: Stream): void {
  const mostBytes = 1024 * stream.maxRecordSizeKiB;
  if (recordBytes <= mostBytes) return;
  throw invalidArgument(
    `Data and partition key of a record have ${recordBytes} bytes together; stream ${stream.name} takes records of ` +
      `up to ${mostBytes} bytes (MaxRecordSizeInKiB ${stream.maxRecordSizeKiB}).`,
  );
}
