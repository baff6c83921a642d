import { decideIncreaseRetention } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Keeps a stream's records longer, up to 8,760 hours; those that have expired stay hidden. The present period is taken too,
 * though the API reference says "more than": Terraform relies on it.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function increaseStreamRetentionPeriod(
  input: KinesisApi.IncreaseStreamRetentionPeriodInput,
  context: OperationContext,
): Promise<void> {
  await changeStream(input, context, (stream, decision) =>
    decideIncreaseRetention(stream, input.RetentionPeriodHours, decision),
  );
}
