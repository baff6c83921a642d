import { limitExceeded, resourceInUse, type KinesisError } from './errors.js';
import { LIMITS } from './limits.js';
import { shardIdOf } from './shard.js';
import type { AccountScope } from './stream-arn.js';
import type { StreamConsumer } from './stream-consumer.js';
import type { StreamName } from './stream.js';

/** What the calls of one consumer for one shard were so far. Ms since 1970. */
export interface SubscriptionCalls {
  /** The last call that `checkSubscriptionCall` let pass, whatever it was answered. */
  readonly lastAtMs: number;
  /** The last one that made a subscription; absent where none did. */
  readonly subscribedAtMs?: number;
}

export interface SubscriptionCall {
  readonly consumer: Pick<StreamConsumer, 'name' | 'status'>;
  readonly streamName: StreamName;
  readonly shardNumber: number;
  readonly scope: AccountScope;
  readonly nowMs: number;
}

/**
 * Decides whether a call is looked at. The second one in the first second of a subscription is: what is in its way is the
 * subscription. Source: the API reference of SubscribeToShard, which does not say which of its two rules comes first.
 *
 * @throws KinesisError ResourceInUseException: the consumer is not ACTIVE; LimitExceededException.
 */
export function checkSubscriptionCall(calls: SubscriptionCalls | undefined, call: SubscriptionCall): void {
  const { status } = call.consumer;
  if (status !== 'ACTIVE')
    throw resourceInUse(`Consumer ${named(call)} not ACTIVE, instead in state ${status}`);
  if (!calls || calls.lastAtMs === calls.subscribedAtMs) return;
  if (call.nowMs - calls.lastAtMs < LIMITS.subscriptionCallEveryMs)
    throw limitExceeded(`Rate exceeded for consumer ${named(call)} and shard ${shardIdOf(call.shardNumber)}`);
}

/**
 * Decides whether a consumer may subscribe to a shard now. It takes the subscription over from itself once that is five
 * seconds old; until then another one is refused, also where the first has ended.
 *
 * Source: the API reference of SubscribeToShard.
 *
 * @throws KinesisError ResourceInUseException.
 */
export function decideShardSubscription(calls: SubscriptionCalls | undefined, call: SubscriptionCall): void {
  const { subscribedAtMs = -Infinity } = calls ?? {};
  if (call.nowMs - subscribedAtMs < LIMITS.subscriptionUncontestedMs) throw subscriptionInUse(call);
}

/** What the second of two subscriptions hears at once, and the first one when it is taken over. */
export function subscriptionInUse(call: Omit<SubscriptionCall, 'nowMs'>): KinesisError {
  const { scope, streamName, shardNumber, consumer } = call;
  const subscription = `${scope.accountId}:${streamName}:${shardIdOf(shardNumber)}:${consumer.name}`;
  return resourceInUse(`Another active subscription exists for this consumer: ${subscription}`);
}

const named = ({ consumer, streamName, scope }: SubscriptionCall): string =>
  `${consumer.name} of stream ${streamName} under account ${scope.accountId}`;
