import type { OperationName } from '#lib/wire';
import type { Operation } from './operation-context.js';
import { addTagsToStream } from './operations/add-tags-to-stream.js';
import { createStream } from './operations/create-stream.js';
import { decreaseStreamRetentionPeriod } from './operations/decrease-stream-retention-period.js';
import { deleteResourcePolicy } from './operations/delete-resource-policy.js';
import { deleteStream } from './operations/delete-stream.js';
import { deregisterStreamConsumer } from './operations/deregister-stream-consumer.js';
import { describeAccountSettings } from './operations/describe-account-settings.js';
import { describeLimits } from './operations/describe-limits.js';
import { describeStream } from './operations/describe-stream.js';
import { describeStreamConsumer } from './operations/describe-stream-consumer.js';
import { describeStreamSummary } from './operations/describe-stream-summary.js';
import { disableEnhancedMonitoring } from './operations/disable-enhanced-monitoring.js';
import { enableEnhancedMonitoring } from './operations/enable-enhanced-monitoring.js';
import { getRecords } from './operations/get-records.js';
import { getResourcePolicy } from './operations/get-resource-policy.js';
import { getShardIterator } from './operations/get-shard-iterator.js';
import { increaseStreamRetentionPeriod } from './operations/increase-stream-retention-period.js';
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
import { startStreamEncryption } from './operations/start-stream-encryption.js';
import { stopStreamEncryption } from './operations/stop-stream-encryption.js';
import { subscribeToShard } from './operations/subscribe-to-shard.js';
import { tagResource } from './operations/tag-resource.js';
import { untagResource } from './operations/untag-resource.js';
import { updateAccountSettings } from './operations/update-account-settings.js';
import { updateMaxRecordSize } from './operations/update-max-record-size.js';
import { updateStreamMode } from './operations/update-stream-mode.js';
import { updateStreamRecordDistributionStrategy } from './operations/update-stream-record-distribution-strategy.js';
import { updateStreamWarmThroughput } from './operations/update-stream-warm-throughput.js';

/** The operations that Shardwell has, a row for each. Those of the service model that are missing are refused by name. */
const OPERATIONS = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: deregisterStreamConsumer,
  DescribeAccountSettings: describeAccountSettings,
  DescribeLimits: describeLimits,
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  DisableEnhancedMonitoring: disableEnhancedMonitoring,
  EnableEnhancedMonitoring: enableEnhancedMonitoring,
  GetRecords: getRecords,
  GetResourcePolicy: getResourcePolicy,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
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
  StartStreamEncryption: startStreamEncryption,
  StopStreamEncryption: stopStreamEncryption,
  SubscribeToShard: subscribeToShard,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAccountSettings: updateAccountSettings,
  UpdateMaxRecordSize: updateMaxRecordSize,
  UpdateStreamMode: updateStreamMode,
  UpdateStreamRecordDistributionStrategy: updateStreamRecordDistributionStrategy,
  UpdateStreamWarmThroughput: updateStreamWarmThroughput,
} as const satisfies Partial<Record<OperationName, Operation<never, unknown>>>;

/** Them all, by name. */
export type Operations = typeof OPERATIONS;

/**
 * The operation of that name; undefined where Shardwell has it not. Whoever calls it must have checked the input against
 * the service model, for its type is known there only.
 */
export function operationNamed(name: OperationName): Operation<unknown, unknown> | undefined {
  const operations: Partial<Record<OperationName, Operation<never, unknown>>> = OPERATIONS;
  return operations[name] as Operation<unknown, unknown> | undefined;
}
