import { decideDecreaseRetention } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Keeps a stream's records less long, down to 24 hours: older ones are hidden at once, and for ever.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function decreaseStreamRetentionPeriod(
  input: KinesisApi.DecreaseStreamRetentionPeriodInput,
  context: OperationContext,
): Promise<void> {
  await changeStream(input, context, (stream, decision) =>
    decideDecreaseRetention(stream, input.RetentionPeriodHours, decision),
  );
}
