import type { StreamId } from './stream-id.js';
import type { Tags } from './tags.js';
import { unreachable } from './unreachable.js';

export type StreamConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/**
 * A consumer with enhanced fan-out: a reader that is registered with a stream and gets its records pushed.
 *
 * Source: the API reference of RegisterStreamConsumer.
 */
export interface StreamConsumer {
  /** Unique among the consumers of its stream. */
  readonly name: string;
  /** Its second is part of the consumer's ARN, so that a name that is registered again is another consumer. */
  readonly createdAtMs: number;
  readonly status: StreamConsumerStatus;
  readonly statusSinceMs: number;
  readonly tags: Tags;
  /** Resource policy, as JSON; absent where none was put. */
  readonly policy?: string;
}

interface ConsumerHappening {
  readonly streamId: StreamId;
  readonly consumerName: string;
  readonly atMs: number;
}

export type StreamConsumerEvent =
  | (ConsumerHappening & { readonly type: 'ConsumerRegistered'; readonly tags: Tags })
  | (ConsumerHappening & {
      readonly type: 'ConsumerActivated' | 'ConsumerDeregistrationStarted' | 'ConsumerDeregistered';
    })
  | (ConsumerHappening & { readonly type: 'ConsumerTagsChanged'; readonly tags: Tags })
  /** Without a policy: it was deleted. */
  | (ConsumerHappening & { readonly type: 'ConsumerPolicyChanged'; readonly policy?: string });

/** The fold of a stream's consumers, in the order of their registration. */
export function evolveConsumers(
  consumers: readonly StreamConsumer[],
  event: StreamConsumerEvent,
): readonly StreamConsumer[] {
  switch (event.type) {
    case 'ConsumerRegistered':
      return [...consumers.filter(({ name }) => name !== event.consumerName), registered(event)];
    case 'ConsumerActivated':
      return changed(consumers, event, { status: 'ACTIVE', statusSinceMs: event.atMs });
    case 'ConsumerDeregistrationStarted':
      return changed(consumers, event, { status: 'DELETING', statusSinceMs: event.atMs });
    case 'ConsumerDeregistered':
      return consumers.filter(({ name }) => name !== event.consumerName);
    case 'ConsumerTagsChanged':
      return changed(consumers, event, { tags: event.tags });
    case 'ConsumerPolicyChanged':
      return consumers.map((consumer) => {
        if (consumer.name !== event.consumerName) return consumer;
        const { policy: _, ...rest } = consumer;
        return event.policy === undefined ? rest : { ...rest, policy: event.policy };
      });
    default:
      return unreachable(event);
  }
}

type Registration = Extract<StreamConsumerEvent, { type: 'ConsumerRegistered' }>;

function registered({ consumerName: name, atMs, tags }: Registration): StreamConsumer {
  return { name, createdAtMs: atMs, status: 'CREATING', statusSinceMs: atMs, tags };
}

function changed(
  consumers: readonly StreamConsumer[],
  { consumerName }: ConsumerHappening,
  change: Partial<StreamConsumer>,
): readonly StreamConsumer[] {
  return consumers.map((consumer) =>
    consumer.name === consumerName ? { ...consumer, ...change } : consumer,
  );
}
