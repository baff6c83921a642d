import { resourceNotFound } from './errors.js';
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
 * Decides that a stream or a consumer has this policy; its text was checked.
 *
 * @throws KinesisError ResourceInUseException where the stream is not ACTIVE.
 */
export function decidePutResourcePolicy(
  resource: NamedResource,
  policy: string,
  decision: ResourceDecision,
): readonly StreamEvent[] {
  checkActive(resource.stream, decision.scope);
  return [policyChanged(resource, policy, decision)];
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
