import { checkEncryptionStart, checkEncryptionType, decideEncryptionStart } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Encrypts a stream's records from now on, with a new data key that the named key wraps; where they are encrypted already,
 * it takes the place of the present one.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   LimitExceededException, InternalFailure; KMS… where the named key cannot be used.
 */
export async function startStreamEncryption(
  input: KinesisApi.StartStreamEncryptionInput,
  context: OperationContext,
): Promise<void> {
  const { KeyId: keyId, EncryptionType } = input;
  const { keys, scope, clock } = context;
  checkEncryptionType(EncryptionType);
  const stream = addressedStream(input, context);
  checkEncryptionStart(stream, { nowMs: clock.nowMs(), scope });
  const { plaintext, wrapped } = await keys.generateDataKey(keyId);
  // Whoever encrypts has it unwrapped again.
  plaintext.fill(0);
  await changeStream({ StreamId: stream.id }, context, (present, decision) =>
    decideEncryptionStart(present, { keyId, wrapped }, decision),
  );
}
