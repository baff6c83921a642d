import type { Stream } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../addressed-stream.js';
import { countedShards, describedStream } from '../described-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Describes a stream without its shards. The StreamId is the incarnation's: clients may send it with later requests.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function describeStreamSummary(
  input: KinesisApi.DescribeStreamSummaryInput,
  context: OperationContext,
): KinesisApi.DescribeStreamSummaryOutput {
  const stream = addressedStream(input, context);
  return {
    StreamDescriptionSummary: {
      ...describedStream(stream, context.scope),
      StreamId: stream.id,
      StreamCreationTimestamp: stream.createdAtMs,
      RetentionPeriodHours: stream.retentionHours,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
      OpenShardCount: countedShards(stream),
      ConsumerCount: 0,
      MaxRecordSizeInKiB: stream.maxRecordSizeKiB,
      ChannelCount: 0,
      ...(stream.mode === 'ON_DEMAND' ? onDemandMembers(stream) : {}),
    },
  };
}

/** Members that only a stream in mode ON_DEMAND has. Source: Kinesis service model, StreamDescriptionSummary. */
function onDemandMembers(
  stream: Stream,
): Pick<KinesisApi.StreamDescriptionSummary, 'WarmThroughput' | 'RecordDistributionStrategy'> {
  const { warmThroughputMiBps, recordDistribution } = stream;
  return {
    RecordDistributionStrategy: recordDistribution,
    WarmThroughput:
      warmThroughputMiBps === undefined
        ? undefined
        : { TargetMiBps: warmThroughputMiBps, CurrentMiBps: warmThroughputMiBps },
  };
}
