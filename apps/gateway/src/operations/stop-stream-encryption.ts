import { checkEncryptionType, decideEncryptionStop } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Stores a stream's records as they are from now on; those that are encrypted stay so.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   LimitExceededException, InternalFailure.
 */
export async function stopStreamEncryption(
  input: KinesisApi.StopStreamEncryptionInput,
  context: OperationContext,
): Promise<void> {
  checkEncryptionType(input.EncryptionType);
  await changeStream(input, context, decideEncryptionStop);
}
