import type { OperationName } from '#lib/wire';
import type { Operation } from './operation-context.js';
import { addTagsToStream } from './operations/add-tags-to-stream.js';
import { createStream } from './operations/create-stream.js';
import { deleteResourcePolicy } from './operations/delete-resource-policy.js';
import { deleteStream } from './operations/delete-stream.js';
import { deregisterStreamConsumer } from './operations/deregister-stream-consumer.js';
import { describeStreamConsumer } from './operations/describe-stream-consumer.js';
import { describeStreamSummary } from './operations/describe-stream-summary.js';
import { describeStream } from './operations/describe-stream.js';
import { getRecords } from './operations/get-records.js';
import { getResourcePolicy } from './operations/get-resource-policy.js';
import { getShardIterator } from './operations/get-shard-iterator.js';
import { listShards } from './operations/list-shards.js';
import { listStreamConsumers } from './operations/list-stream-consumers.js';
import { listStreams } from './operations/list-streams.js';
import { listTagsForResource } from './operations/list-tags-for-resource.js';
import { listTagsForStream } from './operations/list-tags-for-stream.js';
import { putRecord } from './operations/put-record.js';
import { putRecords } from './operations/put-records.js';
import { putResourcePolicy } from './operations/put-resource-policy.js';
import { registerStreamConsumer } from './operations/register-stream-consumer.js';
import { removeTagsFromStream } from './operations/remove-tags-from-stream.js';
import { tagResource } from './operations/tag-resource.js';
import { untagResource } from './operations/untag-resource.js';

/** The operations that Shardwell has, a row for each. Those of the service model that are missing are refused by name. */
const OPERATIONS = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: deregisterStreamConsumer,
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  GetRecords: getRecords,
  GetResourcePolicy: getResourcePolicy,
  GetShardIterator: getShardIterator,
  ListShards: listShards,
  ListStreamConsumers: listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForResource: listTagsForResource,
  ListTagsForStream: listTagsForStream,
  PutRecord: putRecord,
  PutRecords: putRecords,
  PutResourcePolicy: putResourcePolicy,
  RegisterStreamConsumer: registerStreamConsumer,
  RemoveTagsFromStream: removeTagsFromStream,
  TagResource: tagResource,
  UntagResource: untagResource,
} as const satisfies Partial<Record<OperationName, Operation<never, unknown>>>;

/**
 * The operation of that name; undefined where Shardwell has it not. Whoever calls it must have checked the input against
 * the service model, for its type is known there only.
 */
export function operationNamed(name: OperationName): Operation<unknown, unknown> | undefined {
  const operations: Partial<Record<OperationName, Operation<never, unknown>>> = OPERATIONS;
  return operations[name] as Operation<unknown, unknown> | undefined;
}
