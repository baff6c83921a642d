import { decideStreamMode } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Puts a stream into mode PROVISIONED or ON_DEMAND, twice in 24 hours; its shards stay as they are.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   LimitExceededException, InternalFailure.
 */
export async function updateStreamMode(
  input: KinesisApi.UpdateStreamModeInput,
  context: OperationContext,
): Promise<void> {
  const { StreamModeDetails, WarmThroughputMiBps: warmThroughputMiBps } = input;
  await changeStream(input, context, (stream, decision) =>
    decideStreamMode(stream, { mode: StreamModeDetails.StreamMode, warmThroughputMiBps }, decision),
  );
}
