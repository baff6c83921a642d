import { decidePutResourcePolicy } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeResource } from '../streams/changed-resource.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Gives a stream or a consumer a policy, which says who else may do what with it.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export async function putResourcePolicy(
  input: KinesisApi.PutResourcePolicyInput,
  context: OperationContext,
): Promise<void> {
  await changeResource(input, context, (resource, decision) =>
    decidePutResourcePolicy(resource, input.Policy, decision),
  );
}
