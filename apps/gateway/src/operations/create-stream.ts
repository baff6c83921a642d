import type { StreamName } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/**
 * Makes a stream. Without ShardCount and StreamModeDetails it is ON_DEMAND, with four shards.
 *
 * @throws KinesisError InvalidArgumentException, ResourceInUseException, LimitExceededException, InternalFailure.
 */
export async function createStream(
  input: KinesisApi.CreateStreamInput,
  { catalogue }: OperationContext,
): Promise<void> {
  const command = {
    name: input.StreamName as StreamName,
    shardCount: input.ShardCount,
    mode: input.StreamModeDetails?.StreamMode,
    tags: input.Tags,
    maxRecordSizeKiB: input.MaxRecordSizeInKiB,
    recordDistribution: input.RecordDistributionStrategy,
    warmThroughputMiBps: input.WarmThroughputMiBps,
  };
  try {
    await catalogue.createStream(command);
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
