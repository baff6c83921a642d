import { decideDeleteResourcePolicy } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeResource } from '../streams/changed-resource.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Takes the policy from a stream or a consumer.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function deleteResourcePolicy(
  input: KinesisApi.DeleteResourcePolicyInput,
  context: OperationContext,
): Promise<void> {
  await changeResource(input, context, (resource, decision) =>
    decideDeleteResourcePolicy(resource, decision),
  );
}
