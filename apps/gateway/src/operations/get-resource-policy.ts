import { NO_RESOURCE_POLICY, resourcePolicyOf } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedResource } from '../streams/changed-resource.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Answers the policy of a stream or a consumer; `{}` where it has none.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function getResourcePolicy(
  input: KinesisApi.GetResourcePolicyInput,
  context: OperationContext,
): KinesisApi.GetResourcePolicyOutput {
  return { Policy: resourcePolicyOf(addressedResource(input, context)) ?? NO_RESOURCE_POLICY };
}
