import { decideTagResource } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/**
 * Gives a stream tags; they take the place of those with the same keys.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function addTagsToStream(
  input: KinesisApi.AddTagsToStreamInput,
  context: OperationContext,
): Promise<void> {
  const { id } = addressedStream(input, context);
  try {
    await context.catalogue.updateStream(id, (stream, decision) =>
      decideTagResource({ stream }, input.Tags, decision),
    );
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
