import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { streamArnOf } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import type { GetRecordsAnswer } from '../records/get-records-answer.js';
import type { OperationContext } from '../operation-context.js';
import { getRecords } from '../operations/get-records.js';
import { getShardIterator } from '../operations/get-shard-iterator.js';
import { startingPositionOf, type RecordsQuery } from './records-query.js';

const ReadRecord = z
  .object({
    sequenceNumber: z.string(),
    partitionKey: z.string().optional().describe('Absent where the stream distributes records itself.'),
    arrivedAt: z.iso.datetime(),
    dataBase64: z.string(),
    text: z.string().optional().describe('The same, where it is UTF-8.'),
  })
  .meta({ id: 'Record' });

/** What GET /v1/streams/{name}/records answers. */
export const ReadRecords = z
  .object({
    records: z.array(ReadRecord),
    nextIterator: z
      .string()
      .optional()
      .describe('Goes on behind these records, within five minutes; absent at the end of a closed shard.'),
    millisBehindLatest: z
      .int()
      .describe('How old what comes next is; 0 where nothing more is there for now.'),
    childShardIds: z
      .array(z.string())
      .optional()
      .describe('At the end of a closed shard: where its keys went.'),
  })
  .meta({ id: 'ReadRecords' });
export type ReadRecords = z.infer<typeof ReadRecords>;

/** Reads what a query asks for. @throws KinesisError as GetShardIterator and GetRecords do. */
export async function readRecords(
  streamName: string,
  query: RecordsQuery,
  context: OperationContext,
): Promise<ReadRecords> {
  const { name } = context.catalogue.stream({ streamName });
  const ShardIterator = query.iterator ?? (await iteratorOf(name, query, context));
  // An iterator names its stream by itself; it must be the one of the path.
  const StreamARN = streamArnOf(context.scope, name);
  return answerOf(await getRecords({ ShardIterator, StreamARN, Limit: query.limit }, context));
}

async function iteratorOf(
  StreamName: string,
  query: RecordsQuery,
  context: OperationContext,
): Promise<string> {
  const { shardId: ShardId = '', sequenceNumber: StartingSequenceNumber, timestamp } = query;
  const ShardIteratorType = startingPositionOf(query);
  const Timestamp = timestamp === undefined ? undefined : Date.parse(timestamp);
  const input = { StreamName, ShardId, ShardIteratorType, StartingSequenceNumber, Timestamp };
  return (await getShardIterator(input, context)).ShardIterator as string;
}

function answerOf(answer: GetRecordsAnswer): ReadRecords {
  const { millisBehindLatest, nextShardIterator, childShards } = answer.parts;
  return {
    records: answer.records().map(readRecordOf),
    millisBehindLatest,
    ...(nextShardIterator === undefined ? {} : { nextIterator: nextShardIterator }),
    ...(childShards === undefined ? {} : { childShardIds: childShards.map(({ ShardId }) => ShardId) }),
  };
}

/** A record as REST gives it. */
export function readRecordOf(record: KinesisApi.Record): z.infer<typeof ReadRecord> {
  const { SequenceNumber, PartitionKey, ApproximateArrivalTimestamp: arrivedAtMs = 0 } = record;
  const data = Buffer.from(record.Data.buffer, record.Data.byteOffset, record.Data.length);
  return {
    sequenceNumber: SequenceNumber,
    ...(PartitionKey === undefined ? {} : { partitionKey: PartitionKey }),
    arrivedAt: new Date(arrivedAtMs).toISOString(),
    dataBase64: data.toString('base64'),
    ...(isUtf8(data) ? { text: data.toString('utf8') } : {}),
  };
}
