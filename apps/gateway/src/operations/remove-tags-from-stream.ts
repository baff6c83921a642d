import { decideUntagResource } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/**
 * Takes tags from a stream; keys that it has not are no error.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function removeTagsFromStream(
  input: KinesisApi.RemoveTagsFromStreamInput,
  context: OperationContext,
): Promise<void> {
  const { id } = addressedStream(input, context);
  try {
    await context.catalogue.updateStream(id, (stream, decision) =>
      decideUntagResource({ stream }, input.TagKeys, decision),
    );
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
