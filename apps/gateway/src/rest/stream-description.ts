import { z } from 'zod';
import { LIMITS, shardIdOf, streamArnOf, type Shard, type Stream } from '#lib/kinesis';
import { countedShards, describedShard, listedShards } from '../described-stream.js';
import type { OperationContext } from '../operation-context.js';

const STATUSES = ['CREATING', 'ACTIVE', 'UPDATING', 'DELETING'] as const;
const MODES = ['PROVISIONED', 'ON_DEMAND'] as const;

/** Source: Kinesis service model, StreamName. */
const StreamName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-zA-Z0-9_.-]+$/);

/** What POST /v1/streams takes. Source of the limits: Kinesis service model, CreateStreamInput. */
export const NewStream = z
  .strictObject({
    name: StreamName,
    shardCount: z.int().min(1).optional().describe('Shards of a stream in mode PROVISIONED.'),
    mode: z.enum(MODES).optional().describe('PROVISIONED where there is a shardCount, else ON_DEMAND.'),
    maxRecordSizeKiB: z
      .int()
      .min(LIMITS.recordSizeKiB)
      .max(LIMITS.largestRecordSizeKiB)
      .optional()
      .describe(`Of data and key of a record together; ${LIMITS.recordSizeKiB} without it.`),
    tags: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .optional()
      .describe(`Up to ${LIMITS.tagsPerResource}.`),
  })
  .meta({ id: 'NewStream' });
export type NewStream = z.infer<typeof NewStream>;

export const StreamSummary = z
  .object({
    name: z.string(),
    arn: z.string(),
    id: z.string().describe('Of this incarnation: a stream made again under its name has another one.'),
    status: z.enum(STATUSES),
    mode: z.enum(MODES),
    createdAt: z.iso.datetime(),
    openShardCount: z.int(),
  })
  .meta({ id: 'StreamSummary' });
export type StreamSummary = z.infer<typeof StreamSummary>;

const DescribedShard = z
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
  const { retentionHours, maxRecordSizeKiB, tags } = stream;
  return {
    ...summaryOf(stream, context),
    retentionHours,
    maxRecordSizeKiB,
    tags: { ...tags },
    shards: listedShards(stream, context.clock.nowMs()).map(shardOf),
  };
}

function shardOf(shard: Shard): z.infer<typeof DescribedShard> {
  const { ShardId, HashKeyRange, SequenceNumberRange } = describedShard(shard);
  const { EndingSequenceNumber: endingSequenceNumber } = SequenceNumberRange;
  return {
    shardId: ShardId,
    parentShardIds: shard.parents.map(shardIdOf),
    startingHashKey: HashKeyRange.StartingHashKey,
    endingHashKey: HashKeyRange.EndingHashKey,
    startingSequenceNumber: SequenceNumberRange.StartingSequenceNumber,
    ...(endingSequenceNumber === undefined ? {} : { endingSequenceNumber }),
  };
}
