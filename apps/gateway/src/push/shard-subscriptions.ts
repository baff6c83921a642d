import {
  checkSubscriptionCall,
  consumerArnOf,
  consumerNotFound,
  decideShardSubscription,
  KinesisError,
  LIMITS,
  streamNotFound,
  subscriptionInUse,
  type ConsumerOfStream,
  type LogPosition,
  type Shard,
  type Stream,
  type SubscriptionCall,
  type SubscriptionCalls,
} from '#lib/kinesis';
import type { StreamCatalogue } from '#lib/shard';
import type { KinesisMetrics, MeasuredEvent } from '../metrics/kinesis-metrics.js';
import { RecentEvents } from './recent-events.js';
import { ShardSubscription, type SubscriptionHost } from './shard-subscription.js';

export interface ShardSubscriptionsOptions extends Omit<SubscriptionHost, 'recent' | 'lifeMs'> {
  readonly catalogue: Pick<StreamCatalogue, 'account' | 'onChanged'>;
  readonly metrics: Pick<KinesisMetrics, 'subscribe' | 'pushed'>;
  /** Five minutes by default. */
  readonly lifeMs?: number;
}

export interface SubscriptionRequest extends ConsumerOfStream {
  readonly shard: Shard;
  /** Where the first event begins. */
  readonly from: LogPosition;
}

/** What is known of one consumer and one shard. */
interface Seat {
  calls: SubscriptionCalls | undefined;
  /** Absent where none is open. */
  subscription: ShardSubscription | undefined;
}

/**
 * The subscriptions of this process: who has which shard.
 *
 * Invariants: of a consumer at most one subscription to a shard is open that was not told to end; a seat without one is
 * forgotten when it is too old to refuse anybody. Other processes have seats of their own.
 */
export class ShardSubscriptions {
  private readonly host: SubscriptionHost;
  private readonly seats = new Map<string, Seat>();
  private readonly stopListening: () => void;
  private isSweepDue = false;
  private isStopped = false;

  constructor(private readonly options: ShardSubscriptionsOptions) {
    const { catalogue, metrics: _, lifeMs = LIMITS.subscriptionLifeMs, ...host } = options;
    this.host = { ...host, lifeMs, recent: new RecentEvents() };
    this.stopListening = catalogue.onChanged(() => this.heedChanges());
  }

  /**
   * Subscribes, and takes the shard over from the consumer's earlier subscription.
   *
   * @throws KinesisError ResourceInUseException, LimitExceededException; ServiceUnavailable where the process stops;
   *   ResourceNotFoundException where consumer or stream went meanwhile.
   */
  subscribe(request: SubscriptionRequest): ShardSubscription {
    if (this.isStopped)
      throw new KinesisError('ServiceUnavailable', 'The server stops. Subscribe to another one.');
    const { stream, consumer, shard } = request;
    const { clock, scope } = this.host;
    const shardNumber = shard.number;
    const call = { consumer, streamName: stream.name, shardNumber, scope, nowMs: clock.nowMs() };
    const seat = this.seatOf(request);
    this.count(request, () => noteCall(seat, call));
    const subscription = this.open(request, () => this.leave(seat, subscription));
    seat.subscription?.end(subscriptionInUse(call));
    seat.subscription = subscription;
    return subscription;
  }

  /** Subscriptions that hold something yet. */
  get openCount(): number {
    return [...this.seats.values()].filter(({ subscription }) => subscription !== undefined).length;
  }

  /** Ends every subscription cleanly, and takes no more. */
  stop(): void {
    this.isStopped = true;
    this.stopListening();
    for (const { subscription } of this.seats.values()) subscription?.end();
  }

  private seatOf({ stream, consumer, shard }: SubscriptionRequest): Seat {
    const key = `${stream.id}/${shard.number}/${consumer.name}:${consumer.createdAtMs}`;
    const seat = this.seats.get(key) ?? { calls: undefined, subscription: undefined };
    this.seats.set(key, seat);
    this.sweepLater();
    return seat;
  }

  private open(request: SubscriptionRequest, onClose: () => void): ShardSubscription {
    const { consumer, shard, from } = request;
    const { metrics } = this.options;
    const subscribed = {
      shard,
      from,
      stream: () => this.presentStream(request),
      onPushed: (stream: Stream, event: MeasuredEvent) => metrics.pushed(stream, consumer.name, event),
      onClose,
    };
    return new ShardSubscription(subscribed, this.host);
  }

  private count({ stream, consumer }: SubscriptionRequest, decide: () => void): void {
    const { metrics } = this.options;
    try {
      decide();
      metrics.subscribe(stream, consumer.name, 'begun');
    } catch (error) {
      // It came too soon, or another one is active; one that is not ACTIVE yet has not exceeded anything.
      if (consumer.status === 'ACTIVE') metrics.subscribe(stream, consumer.name, 'rate-exceeded');
      throw error;
    }
  }

  private leave(seat: Seat, subscription: ShardSubscription): void {
    if (seat.subscription !== subscription) return;
    seat.subscription = undefined;
    this.sweepLater();
  }

  /** @throws KinesisError ResourceNotFoundException: what a subscription hears when its consumer or its stream goes. */
  private presentStream({ stream: { id, name }, consumer }: SubscriptionRequest): Stream {
    const { options, host } = this;
    const stream = options.catalogue.account().streams.get(id);
    if (!stream) throw streamNotFound(name, host.scope);
    const isThere = stream.consumers.some(
      (each) =>
        each.name === consumer.name &&
        each.createdAtMs === consumer.createdAtMs &&
        each.status !== 'DELETING',
    );
    if (!isThere) throw consumerNotFound(consumerArnOf(host.scope, name, consumer), host.scope);
    return stream;
  }

  private heedChanges(): void {
    const { streams } = this.options.catalogue.account();
    for (const { subscription } of this.seats.values()) subscription?.heed(streams);
  }

  private sweepLater(): void {
    if (this.isSweepDue) return;
    this.isSweepDue = true;
    this.host.timers.after(LIMITS.subscriptionUncontestedMs, () => {
      this.isSweepDue = false;
      this.sweep();
    });
  }

  private sweep(): void {
    const oldMs = this.host.clock.nowMs() - LIMITS.subscriptionUncontestedMs;
    let areSomeLeft = false;
    for (const [key, { subscription, calls }] of this.seats) {
      if (subscription) continue;
      if (!calls || calls.lastAtMs <= oldMs) this.seats.delete(key);
      else areSomeLeft = true;
    }
    if (areSomeLeft) this.sweepLater();
  }
}

/** @throws KinesisError ResourceInUseException, LimitExceededException. */
function noteCall(seat: Seat, call: SubscriptionCall): void {
  const { calls } = seat;
  const lastAtMs = call.nowMs;
  checkSubscriptionCall(calls, call);
  seat.calls = { ...calls, lastAtMs };
  decideShardSubscription(calls, call);
  seat.calls = { lastAtMs, subscribedAtMs: lastAtMs };
}
