import { pause, type Timers } from '#lib/actor';
import {
  decidePace,
  fullTank,
  sequenceNumberOf,
  trimHorizonMs,
  type Account,
  type AccountScope,
  type LogPosition,
  type Shard,
  type ShardRef,
  type Stream,
  type Tank,
  type ThroughputLimit,
} from '#lib/kinesis';
import type { Clock, ShardClient } from '#lib/ports';
import { EventStreamOutput } from '#lib/wire';
import { describedChildren, shardOfNumber } from '../streams/described-stream.js';
import type { MeasuredEvent } from '../metrics/kinesis-metrics.js';
import { millisBehind, readRecords, type Reading } from '../records/record-reading.js';
import { answerToShardFailure } from '../storage-failure.js';
import { mayReadOn } from './may-read-on.js';
import type { RecentEvents } from './recent-events.js';
import { SubscriptionEvent } from './subscription-event.js';
import { Wake } from './wake.js';

/** What all subscriptions of a process share. */
export interface SubscriptionHost {
  readonly router: ShardClient;
  readonly scope: AccountScope;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly recent: RecentEvents;
  /** How long a subscription lasts. */
  readonly lifeMs: number;
  /** What a consumer gets of a shard; absent where it gets all it can take. */
  readonly limit?: ThroughputLimit;
}

/** What is subscribed to. */
export interface SubscribedShard {
  readonly shard: Shard;
  readonly from: LogPosition;
  /** The stream as it is now. @throws KinesisError ResourceNotFoundException: it is gone, or the consumer is. */
  readonly stream: () => Stream;
  /** An event went to the consumer. */
  readonly onPushed: (stream: Stream, event: MeasuredEvent) => void;
  /** The subscription holds nothing any more; may be called again. */
  readonly onClose: () => void;
}

/** An event comes at least every 5 seconds; the read before it takes its time too. Source: recorded against AWS. */
const HEARTBEAT_MS = 4_500;
/** Records of one event. A hundred streams on one connection wait with one each, and fit into its memory. */
const EVENT_BYTES = 256 * 1024;
const EVENT_RECORDS = 10_000;

/**
 * One subscription of a consumer to a shard: it reads what the shard's owner stores as soon as that is stored, and gives
 * it away as events, one at a time and when somebody asks for it.
 *
 * Invariants
 * - It holds at most one event, with the batches it was made of. A reader that is slow is behind in the log, and nowhere else.
 * - It follows the shard before it reads, so no batch falls between. Idle it reads once in `HEARTBEAT_MS`: then the
 *   storage says what other owners wrote, and whether the shard was closed.
 * - It ends once: by its time, by its shard's end, or by `end`. An event holds either a continuation or child shards.
 */
export class ShardSubscription extends EventStreamOutput {
  override readonly eventType = 'SubscribeToShardEvent';
  override readonly ending: Promise<void>;
  private readonly ref: ShardRef;
  private readonly wake: Wake;
  private readonly letGo: readonly (() => void)[];
  private announceEnd: () => void = () => undefined;
  private theEnd: { readonly cause: Error | undefined } | undefined;
  private known: Stream;
  private position: LogPosition;
  private lastEventAtMs: number;
  private tank: Tank | undefined;

  constructor(
    private readonly subscribed: SubscribedShard,
    private readonly host: SubscriptionHost,
  ) {
    super();
    const { router, timers, lifeMs, limit, clock } = host;
    this.known = subscribed.stream();
    this.ref = { streamId: this.known.id, shardNumber: subscribed.shard.number };
    this.position = subscribed.from;
    this.lastEventAtMs = timers.now();
    this.tank = limit && fullTank(limit, clock.nowMs());
    this.wake = new Wake(timers);
    this.ending = new Promise((resolve) => (this.announceEnd = resolve));
    this.letGo = [
      router.follow(this.ref, () => this.wake.raise()),
      timers.after(lifeMs, () => this.end()),
      subscribed.onClose,
    ];
  }

  /** @param cause what the client hears last; without it the stream ends cleanly. */
  end(cause?: Error): void {
    if (this.theEnd) return;
    this.theEnd = { cause };
    this.announceEnd();
    this.wake.raise();
  }

  override close(): void {
    this.end();
    for (const letGo of this.letGo) letGo();
  }

  /** Looks again where the stream has changed: it may be gone, and a closed shard may have children. */
  heed(streams: Account['streams']): void {
    if (streams.get(this.ref.streamId) !== this.known) this.wake.raise();
  }

  /** @throws KinesisError what `end` was given, ResourceNotFoundException, InternalFailure. */
  override async *events(): AsyncGenerator<SubscriptionEvent, void> {
    while (!this.theEnd) {
      const reading = await this.read();
      // `end` may have been called meanwhile; what was read is still there for the next subscription.
      if (this.hasEnded()) break;
      const event = this.eventOf(reading);
      const isLast = event.parts.childShards !== undefined;
      if (reading.runs.length > 0 || isLast || this.isHeartbeatDue()) {
        this.lastEventAtMs = this.host.timers.now();
        yield event;
        this.count(event, reading);
        if (isLast) return;
        await this.pace(reading.payloadBytes);
      }
      if (!mayReadOn(reading, this.known.shards[this.ref.shardNumber]))
        await this.wake.wait(this.untilHeartbeatMs());
    }
    if (this.theEnd?.cause) throw this.theEnd.cause;
  }

  private async read(): Promise<Reading> {
    const { router, clock, scope } = this.host;
    this.known = this.subscribed.stream();
    const request = {
      shard: this.ref,
      from: this.position,
      limit: EVENT_RECORDS,
      maxBytes: EVENT_BYTES,
      horizonMs: trimHorizonMs(this.known, clock.nowMs()),
    };
    try {
      const reading = await readRecords(request, router);
      this.position = reading.next;
      return reading;
    } catch (error) {
      throw answerToShardFailure(error, { stream: this.known, shardNumber: this.ref.shardNumber, scope });
    }
  }

  private eventOf(reading: Reading): SubscriptionEvent {
    const { runs, end } = reading;
    const [run] = runs;
    const isNewestBatch = end === 'tip' && runs.length === 1 && run?.count === run?.batch.count;
    if (!run || !isNewestBatch) return this.newEvent(reading);
    return this.host.recent.ofNewest(run.batch, () => this.newEvent(reading));
  }

  private newEvent(reading: Reading): SubscriptionEvent {
    const { shard } = this.subscribed;
    const { runs, end, next } = reading;
    const parts = { shard, runs, millisBehindLatest: millisBehind(reading, this.host.clock.nowMs()) };
    // As in GetRecords: before the reshard is finished there are no children, and it is not the end.
    const childShards = end === 'sealed' ? describedChildren(this.known, shard) : [];
    if (childShards.length > 0) return new SubscriptionEvent({ ...parts, childShards });
    return new SubscriptionEvent({ ...parts, continuationSequenceNumber: numberBefore(next, shard) });
  }

  private count({ parts }: SubscriptionEvent, { recordCount, payloadBytes }: Reading): void {
    const { shardNumber } = this.ref;
    const { millisBehindLatest } = parts;
    this.subscribed.onPushed(this.known, { shardNumber, recordCount, payloadBytes, millisBehindLatest });
  }

  /** Waits until the consumer may get more of the shard. */
  private async pace(bytes: number): Promise<void> {
    const { limit, clock, timers } = this.host;
    if (!limit || !this.tank || bytes === 0) return;
    const { tank, pauseMs } = decidePace({ tank: this.tank, limit }, bytes, clock.nowMs());
    this.tank = tank;
    if (pauseMs > 0) await Promise.race([pause(timers, pauseMs), this.ending]);
  }

  private hasEnded(): boolean {
    return this.theEnd !== undefined;
  }

  private isHeartbeatDue(): boolean {
    return this.untilHeartbeatMs() <= 0;
  }

  private untilHeartbeatMs(): number {
    return this.lastEventAtMs + HEARTBEAT_MS - this.host.timers.now();
  }
}

/**
 * The number that stands for the place directly before the next record, so that reading AFTER it, and AT it, goes on
 * there. Where records were read it is the last one's.
 */
function numberBefore({ epoch, second, index }: LogPosition, shard: Shard): string {
  return sequenceNumberOf({ ...shardOfNumber(shard), epoch, second, index: Math.max(0, index - 1) });
}
