import { decideUntagResource } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Takes tags from a stream; keys that it has not are no error.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function removeTagsFromStream(
  input: KinesisApi.RemoveTagsFromStreamInput,
  context: OperationContext,
): Promise<void> {
  await changeStream(input, context, (stream, decision) =>
    decideUntagResource({ stream }, input.TagKeys, decision),
  );
}
