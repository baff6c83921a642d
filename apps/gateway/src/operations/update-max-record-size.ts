import { decideMaxRecordSize } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Says how large a stream's records may be.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function updateMaxRecordSize(
  input: KinesisApi.UpdateMaxRecordSizeInput,
  context: OperationContext,
): Promise<void> {
  await changeStream(input, context, (stream, decision) =>
    decideMaxRecordSize(stream, input.MaxRecordSizeInKiB, decision),
  );
}
