import { isCommitted, type Stream } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import {
  countedShards,
  describedSettings,
  describedStream,
  describedWarmThroughput,
} from '../streams/described-stream.js';
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
      ...describedSettings(stream),
      OpenShardCount: countedShards(stream),
      ConsumerCount: stream.consumers.length,
      MaxRecordSizeInKiB: stream.maxRecordSizeKiB,
      ChannelCount: 0,
      ...(stream.mode === 'ON_DEMAND' ? onDemandMembers(stream, context) : {}),
    },
  };
}

/**
 * Members that only a stream in mode ON_DEMAND has; warm throughput only where the account commits to a minimum of it.
 *
 * Source: Kinesis service model, StreamDescriptionSummary, WarmThroughputObject.
 */
function onDemandMembers(
  stream: Stream,
  { catalogue, clock }: OperationContext,
): Pick<KinesisApi.StreamDescriptionSummary, 'WarmThroughput' | 'RecordDistributionStrategy'> {
  const { settings } = catalogue.account();
  return {
    RecordDistributionStrategy: stream.recordDistribution,
    WarmThroughput: isCommitted(settings, clock.nowMs()) ? describedWarmThroughput(stream) : undefined,
  };
}
