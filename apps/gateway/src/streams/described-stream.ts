import {
  childrenOf,
  endingSequenceNumber,
  isExpired,
  openShards,
  shardIdOf,
  startingSequenceNumber,
  streamArnOf,
  type AccountScope,
  type HashKeyRange,
  type Shard,
  type ShardOfNumber,
  type Stream,
} from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';

/** What DescribeStream, its summary and ListStreams say alike about a stream. */
export function describedStream(stream: Stream, scope: AccountScope): KinesisApi.StreamSummary {
  return {
    StreamName: stream.name,
    StreamARN: streamArnOf(scope, stream.name),
    StreamStatus: stream.status,
    StreamModeDetails: { StreamMode: stream.mode },
    StreamCreationTimestamp: stream.createdAtMs,
  };
}

/** What DescribeStream and its summary say alike of a stream, beyond `describedStream`. */
export function describedSettings(
  stream: Stream,
): Pick<
  KinesisApi.StreamDescriptionSummary,
  'StreamCreationTimestamp' | 'RetentionPeriodHours' | 'EnhancedMonitoring' | 'EncryptionType' | 'KeyId'
> {
  const { createdAtMs, retentionHours, shardLevelMetrics, encryption } = stream;
  return {
    StreamCreationTimestamp: createdAtMs,
    RetentionPeriodHours: retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: shardLevelMetrics }],
    EncryptionType: encryption ? 'KMS' : 'NONE',
    KeyId: encryption?.keyId,
  };
}

/** Undefined where none was set. */
export function describedWarmThroughput({
  warmThroughput,
}: Stream): KinesisApi.WarmThroughputObject | undefined {
  if (!warmThroughput) return undefined;
  return { TargetMiBps: warmThroughput.targetMiBps, CurrentMiBps: warmThroughput.currentMiBps };
}

/** The shards that are listed: none while the stream is CREATING, and none whose records have all expired. */
export function listedShards(stream: Stream, nowMs: number): readonly Shard[] {
  if (stream.status === 'CREATING') return [];
  return stream.shards.filter((shard) => !isExpired(stream, shard, nowMs));
}

/** Open shards, as DescribeStreamSummary counts them. */
export function countedShards(stream: Stream): number {
  return stream.status === 'CREATING' ? 0 : openShards(stream).length;
}

export function describedShard(shard: Shard): KinesisApi.Shard {
  const [parent, adjacentParent] = shard.parents;
  return {
    ShardId: shardIdOf(shard.number),
    ParentShardId: parent === undefined ? undefined : shardIdOf(parent),
    AdjacentParentShardId: adjacentParent === undefined ? undefined : shardIdOf(adjacentParent),
    HashKeyRange: describedRange(shard.range),
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber(shardOfNumber(shard)),
      EndingSequenceNumber:
        shard.closedAtSecond === undefined
          ? undefined
          : endingSequenceNumber(shardOfNumber(shard), shard.closedAtSecond),
    },
  };
}

/** The children of a shard whose end a reader has reached; empty until its reshard is finished. */
export function describedChildren(stream: Stream, parent: Shard): readonly KinesisApi.ChildShard[] {
  return childrenOf(parent, stream).map((child) => ({
    ShardId: shardIdOf(child.number),
    ParentShards: child.parents.map(shardIdOf),
    HashKeyRange: describedRange(child.range),
  }));
}

/** A shard as its sequence numbers carry it. */
export function shardOfNumber(shard: Shard): ShardOfNumber {
  return { shardNumber: shard.number, shardCreatedAtSecond: shard.createdAtSecond };
}

function describedRange({ start, end }: HashKeyRange): KinesisApi.HashKeyRange {
  return { StartingHashKey: String(start), EndingHashKey: String(end) };
}
