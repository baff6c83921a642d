import { decideTagResource } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeResource } from '../streams/changed-resource.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Gives a stream or a consumer tags; they take the place of those with the same keys.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function tagResource(
  input: KinesisApi.TagResourceInput,
  context: OperationContext,
): Promise<void> {
  await changeResource(input, context, (resource, decision) =>
    decideTagResource(resource, input.Tags, decision),
  );
}
