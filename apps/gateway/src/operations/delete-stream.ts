import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/**
 * Deletes a stream with its shards and records; with registered consumers only where EnforceConsumerDeletion says so.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function deleteStream(
  input: KinesisApi.DeleteStreamInput,
  context: OperationContext,
): Promise<void> {
  const { id } = addressedStream(input, context);
  try {
    await context.catalogue.deleteStream(id, { enforceConsumerDeletion: input.EnforceConsumerDeletion });
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
