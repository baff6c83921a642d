import { z } from 'zod';
import {
  LIMITS,
  SHARD_LEVEL_METRICS,
  streamArnOf,
  type RecordDistributionStrategy,
  type Stream,
  type StreamMode,
} from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { countedShards, describedShard, listedShards } from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';
import { ResourceName } from './resource-name.js';
import { Tags } from './tag-set.js';

const STATUSES = ['CREATING', 'ACTIVE', 'UPDATING', 'DELETING'] as const;
export const STREAM_MODES = ['PROVISIONED', 'ON_DEMAND'] as const satisfies readonly StreamMode[];
export const RECORD_DISTRIBUTIONS = [
  'AUTO',
  'USER_PARTITION_KEY',
] as const satisfies readonly RecordDistributionStrategy[];

/** What POST /v1/streams takes. Source of the limits: Kinesis service model, CreateStreamInput. */
export const NewStream = z
  .strictObject({
    name: ResourceName,
    shardCount: z.int().min(1).optional().describe('Shards of a stream in mode PROVISIONED.'),
    mode: z
      .enum(STREAM_MODES)
      .optional()
      .describe('PROVISIONED where there is a shardCount, else ON_DEMAND.'),
    maxRecordSizeKiB: z
      .int()
      .min(LIMITS.recordSizeKiB)
      .max(LIMITS.largestRecordSizeKiB)
      .optional()
      .describe(`Of data and key of a record together; ${LIMITS.recordSizeKiB} without it.`),
    recordDistribution: z.enum(RECORD_DISTRIBUTIONS).optional().describe('AUTO only in mode ON_DEMAND.'),
    warmThroughputMiBps: z.int().min(0).optional().describe('Of a stream in mode ON_DEMAND.'),
    tags: Tags.optional(),
  })
  .meta({ id: 'NewStream' });
export type NewStream = z.infer<typeof NewStream>;

export const StreamSummary = z
  .object({
    name: z.string(),
    arn: z.string(),
    id: z.string().describe('Of this incarnation: a stream made again under its name has another one.'),
    status: z.enum(STATUSES),
    mode: z.enum(STREAM_MODES),
    createdAt: z.iso.datetime(),
    openShardCount: z.int(),
  })
  .meta({ id: 'StreamSummary' });
export type StreamSummary = z.infer<typeof StreamSummary>;

export const DescribedShard = z
  .object({
    shardId: z.string(),
    parentShardIds: z.array(z.string()).describe('None, one after a split, two after a merge.'),
    startingHashKey: z.string().describe('The first hash key of the range, a decimal number.'),
    endingHashKey: z.string().describe('The last one; it belongs to the range.'),
    startingSequenceNumber: z.string(),
    endingSequenceNumber: z.string().optional().describe('Of a closed shard.'),
  })
  .meta({ id: 'Shard' });

export const StreamDescription = StreamSummary.extend({
  retentionHours: z.int(),
  maxRecordSizeKiB: z.int(),
  recordDistribution: z.enum(RECORD_DISTRIBUTIONS),
  warmThroughputMiBps: z.int().optional().describe('Of a stream in mode ON_DEMAND.'),
  encryptionKeyId: z
    .string()
    .optional()
    .describe('The key of new records; absent where they are not encrypted.'),
  shardLevelMetrics: z.array(z.enum(SHARD_LEVEL_METRICS)).describe('What is measured of each shard.'),
  consumerCount: z.int(),
  tags: z.record(z.string(), z.string()),
  shards: z.array(DescribedShard).describe('Open ones, and closed ones whose records are still kept.'),
}).meta({ id: 'StreamDescription' });
export type StreamDescription = z.infer<typeof StreamDescription>;

export function summaryOf(stream: Stream, { scope }: OperationContext): StreamSummary {
  return {
    name: stream.name,
    arn: streamArnOf(scope, stream.name),
    id: stream.id,
    status: stream.status,
    mode: stream.mode,
    createdAt: new Date(stream.createdAtMs).toISOString(),
    openShardCount: countedShards(stream),
  };
}

export function descriptionOf(stream: Stream, context: OperationContext): StreamDescription {
  const { retentionHours, maxRecordSizeKiB, recordDistribution, warmThroughput, tags } = stream;
  return {
    ...summaryOf(stream, context),
    retentionHours,
    maxRecordSizeKiB,
    recordDistribution,
    ...(warmThroughput === undefined ? {} : { warmThroughputMiBps: warmThroughput.targetMiBps }),
    ...(stream.encryption === undefined ? {} : { encryptionKeyId: stream.encryption.keyId }),
    shardLevelMetrics: [...stream.shardLevelMetrics],
    consumerCount: stream.consumers.length,
    tags: { ...tags },
    shards: listedShards(stream, context.clock.nowMs()).map((shard) => shardOf(describedShard(shard))),
  };
}

export function shardOf(shard: KinesisApi.Shard): z.infer<typeof DescribedShard> {
  const { ShardId, ParentShardId, AdjacentParentShardId, HashKeyRange, SequenceNumberRange } = shard;
  const { EndingSequenceNumber: endingSequenceNumber } = SequenceNumberRange;
  return {
    shardId: ShardId,
    parentShardIds: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
    startingHashKey: HashKeyRange.StartingHashKey,
    endingHashKey: HashKeyRange.EndingHashKey,
    startingSequenceNumber: SequenceNumberRange.StartingSequenceNumber,
    ...(endingSequenceNumber === undefined ? {} : { endingSequenceNumber }),
  };
}
