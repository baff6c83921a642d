import type { OperationName } from '#lib/wire';
import type { Operation } from './operation-context.js';
import { createStream } from './operations/create-stream.js';
import { deleteStream } from './operations/delete-stream.js';
import { describeStreamSummary } from './operations/describe-stream-summary.js';
import { describeStream } from './operations/describe-stream.js';
import { getRecords } from './operations/get-records.js';
import { getShardIterator } from './operations/get-shard-iterator.js';
import { listShards } from './operations/list-shards.js';
import { listStreams } from './operations/list-streams.js';
import { putRecord } from './operations/put-record.js';
import { putRecords } from './operations/put-records.js';

/** The operations that Shardwell has, a row for each. Those of the service model that are missing are refused by name. */
const OPERATIONS = {
  CreateStream: createStream,
  DeleteStream: deleteStream,
  DescribeStream: describeStream,
  DescribeStreamSummary: describeStreamSummary,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListShards: listShards,
  ListStreams: listStreams,
  PutRecord: putRecord,
  PutRecords: putRecords,
} as const satisfies Partial<Record<OperationName, Operation<never, unknown>>>;

/**
 * The operation of that name; undefined where Shardwell has it not. Whoever calls it must have checked the input against
 * the service model, for its type is known there only.
 */
export function operationNamed(name: OperationName): Operation<unknown, unknown> | undefined {
  const operations: Partial<Record<OperationName, Operation<never, unknown>>> = OPERATIONS;
  return operations[name] as Operation<unknown, unknown> | undefined;
}
