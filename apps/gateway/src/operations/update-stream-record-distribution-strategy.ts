import { decideRecordDistribution } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Says whether a stream's producers or the stream itself decides which shard takes a record; from the next record on.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function updateStreamRecordDistributionStrategy(
  input: KinesisApi.UpdateStreamRecordDistributionStrategyInput,
  context: OperationContext,
): Promise<void> {
  await changeStream(input, context, (stream, decision) =>
    decideRecordDistribution(stream, input.RecordDistributionStrategy, decision),
  );
}
