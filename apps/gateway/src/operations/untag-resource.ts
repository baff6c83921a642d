import { decideUntagResource } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeResource } from '../streams/changed-resource.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Takes tags from a stream or a consumer; keys that it has not are no error.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function untagResource(
  input: KinesisApi.UntagResourceInput,
  context: OperationContext,
): Promise<void> {
  await changeResource(input, context, (resource, decision) =>
    decideUntagResource(resource, input.TagKeys, decision),
  );
}
