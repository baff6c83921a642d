import { decideTagResource } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Gives a stream tags; they take the place of those with the same keys.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function addTagsToStream(
  input: KinesisApi.AddTagsToStreamInput,
  context: OperationContext,
): Promise<void> {
  await changeStream(input, context, (stream, decision) =>
    decideTagResource({ stream }, input.Tags, decision),
  );
}
