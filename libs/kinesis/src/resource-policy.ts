import { invalidArgument, resourceNotFound } from './errors.js';
import { parsePolicyText, PolicyError } from './policy-document.js';
import type { NamedResource } from './resource-reference.js';
import type { ResourceDecision } from './resource-tags.js';
import { checkActive } from './stream-transition.js';
import type { StreamEvent } from './stream.js';

/** What a resource without a policy reads as. Source: recorded against AWS. */
export const NO_RESOURCE_POLICY = '{}';

export function resourcePolicyOf({ stream, consumer }: NamedResource): string | undefined {
  return (consumer ?? stream).policy;
}

/**
 * Decides that a stream or a consumer has this policy, which says who else may do what with it.
 *
 * @throws KinesisError InvalidArgumentException where it is no policy, or says what Shardwell does not understand;
 *   ResourceInUseException where the stream is not ACTIVE.
 */
export function decidePutResourcePolicy(
  resource: NamedResource,
  policy: string,
  decision: ResourceDecision,
): readonly StreamEvent[] {
  checkPolicy(policy);
  checkActive(resource.stream, decision.scope);
  return [policyChanged(resource, policy, decision)];
}

/** Source: Kinesis quotas, resource policies. */
const LONGEST_POLICY = 20 * 1024;

function checkPolicy(policy: string): void {
  if (policy.length > LONGEST_POLICY) {
    throw invalidArgument(`The policy has ${policy.length} characters, it may have up to ${LONGEST_POLICY}.`);
  }
  try {
    parsePolicyText(policy, 'resource');
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidArgument(`The policy is not JSON: ${error.message}`);
    if (error instanceof PolicyError) throw invalidArgument(`The policy cannot be used: ${error.message}.`);
    throw error;
  }
}

/** @throws KinesisError ResourceNotFoundException where there is no policy; ResourceInUseException. */
export function decideDeleteResourcePolicy(
  resource: NamedResource,
  decision: ResourceDecision,
): readonly StreamEvent[] {
  checkActive(resource.stream, decision.scope);
  if (resourcePolicyOf(resource) === undefined) {
    const { stream, consumer } = resource;
    const whose = consumer ? `Consumer ${consumer.name} of stream ${stream.name}` : `Stream ${stream.name}`;
    throw resourceNotFound(`${whose} under account ${decision.scope.accountId} has no resource policy.`);
  }
  return [policyChanged(resource, undefined, decision)];
}

function policyChanged(
  { stream: { id: streamId }, consumer }: NamedResource,
  policy: string | undefined,
  { nowMs: atMs }: ResourceDecision,
): StreamEvent {
  const change = policy === undefined ? { atMs } : { atMs, policy };
  return consumer
    ? { type: 'ConsumerPolicyChanged', streamId, consumerName: consumer.name, ...change }
    : { type: 'StreamPolicyChanged', streamId, ...change };
}
