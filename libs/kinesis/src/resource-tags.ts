import type { NamedResource } from './resource-reference.js';
import type { AccountScope } from './stream-arn.js';
import { checkActive } from './stream-transition.js';
import type { StreamEvent } from './stream.js';
import { tagsWith, tagsWithout, type Tags } from './tags.js';

/** When and for whom something of a resource is decided. */
export interface ResourceDecision {
  readonly nowMs: number;
  readonly scope: AccountScope;
}

export function tagsOf({ stream, consumer }: NamedResource): Tags {
  return (consumer ?? stream).tags;
}

/**
 * Decides which tags a stream or a consumer has with these.
 *
 * @throws KinesisError InvalidArgumentException of `checkTags`; ResourceInUseException where the stream is not ACTIVE.
 */
export function decideTagResource(
  resource: NamedResource,
  added: Tags,
  decision: ResourceDecision,
): readonly StreamEvent[] {
  checkActive(resource.stream, decision.scope);
  return [tagsChanged(resource, tagsWith(tagsOf(resource), added), decision)];
}

/** Decides which tags a stream or a consumer has without these. @throws KinesisError ResourceInUseException. */
export function decideUntagResource(
  resource: NamedResource,
  keys: readonly string[],
  decision: ResourceDecision,
): readonly StreamEvent[] {
  checkActive(resource.stream, decision.scope);
  return [tagsChanged(resource, tagsWithout(tagsOf(resource), keys), decision)];
}

function tagsChanged(
  { stream: { id: streamId }, consumer }: NamedResource,
  tags: Tags,
  { nowMs: atMs }: ResourceDecision,
): StreamEvent {
  return consumer
    ? { type: 'ConsumerTagsChanged', streamId, consumerName: consumer.name, tags, atMs }
    : { type: 'StreamTagsChanged', streamId, tags, atMs };
}
