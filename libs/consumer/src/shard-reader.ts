import { setTimeout as delay } from 'node:timers/promises';
import { KinesisCallError, type KinesisClient, type WireIteratorType, type WireRecord } from '#lib/wire';
import type { ConsumedRecord } from './consumed-record.js';
import type { ShardPosition } from './state-store.js';

/** What a reader gets in one call. */
export interface ShardBatch {
  readonly records: readonly ConsumedRecord[];
  /** How far the batch's end is behind the newest record, in milliseconds. */
  readonly behindMs: number;
  /** The shard is closed and this was its end. */
  readonly isEnd: boolean;
}

export interface ShardReaderOptions {
  readonly client: KinesisClient;
  readonly stream: string;
  readonly shardId: string;
  /** Undefined where the shard has not been begun. */
  readonly position: ShardPosition | undefined;
  /** Where a shard that has not been begun is begun. */
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** How long to wait at the tip before asking again, in milliseconds. */
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

/** Source: Kinesis service model, GetRecordsInputLimit.max. */
const RECORDS_PER_CALL = 10_000;

/**
 * The records of one shard from a position on, by polling GetRecords, until the shard ends or the signal says so. The
 * next call is made when the consumer asks for more: what is not yet handled is the only thing in memory.
 *
 * An iterator that expired while the handler worked is made anew behind the last record.
 */
export async function* readShard(options: ShardReaderOptions): AsyncGenerator<ShardBatch> {
  const { pollMs, signal } = options;
  let last = options.position && 'after' in options.position ? options.position.after : undefined;
  let iterator: string | undefined = await iteratorBehind(options, last);
  while (iterator !== undefined && !signal.aborted) {
    const answer = await getRecords(options, iterator);
    if (!answer) {
      iterator = await iteratorBehind(options, last);
      continue;
    }
    const records = answer.Records.map((record) => consumed(record, options.shardId));
    last = records.at(-1)?.sequenceNumber ?? last;
    iterator = answer.NextShardIterator;
    yield { records, behindMs: answer.MillisBehindLatest, isEnd: iterator === undefined };
    if (iterator !== undefined && answer.MillisBehindLatest === 0) await delay(pollMs, undefined, { signal });
  }
}

async function iteratorBehind(options: ShardReaderOptions, last: string | undefined): Promise<string> {
  const { client, stream, shardId, signal } = options;
  const start: { ShardIteratorType: WireIteratorType; StartingSequenceNumber?: string } =
    last === undefined
      ? { ShardIteratorType: options.startingPosition }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last };
  const input = { StreamName: stream, ShardId: shardId, ...start };
  return (await client.call('GetShardIterator', input, { signal })).ShardIterator;
}

/** Undefined where the iterator expired. */
async function getRecords({ client, signal }: ShardReaderOptions, iterator: string) {
  try {
    return await client.call('GetRecords', { ShardIterator: iterator, Limit: RECORDS_PER_CALL }, { signal });
  } catch (error) {
    if (error instanceof KinesisCallError && error.code === 'ExpiredIteratorException') return undefined;
    throw error;
  }
}

function consumed(record: WireRecord, shardId: string): ConsumedRecord {
  return {
    data: Buffer.from(record.Data, 'base64'),
    partitionKey: record.PartitionKey,
    sequenceNumber: record.SequenceNumber,
    shardId,
    arrivalMs: Math.round(record.ApproximateArrivalTimestamp * 1000),
  };
}
