import type { Attributes, BatchObservableResult, Meter, ObservableCounter } from '@opentelemetry/api';
import type { CollectedMetric, Instrumentation } from '#lib/bootstrap';
import { KinesisError, streamNamed, type Account, type Stream } from '#lib/kinesis';
import { COUNTED, TIMED, type CountedName } from './metric.js';
import { StreamCounts, type SeenCounts } from './stream-counts.js';

export interface KinesisMetricsOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** The streams that there are. */
  readonly account: () => Account;
}

/** A call of PutRecord. */
export interface MeasuredPut {
  /** As `now` said when it began. */
  readonly startedAtMs: number;
  readonly shardNumber: number;
  /** Data and partition key. */
  readonly payloadBytes: number;
  /** Why nothing was stored. */
  readonly error?: unknown;
}

/** A call of PutRecords. */
export interface MeasuredPuts {
  readonly startedAtMs: number;
  readonly parts: readonly MeasuredPart[];
}

/** What of it went to one shard. */
export interface MeasuredPart {
  readonly shardNumber: number;
  readonly recordCount: number;
  readonly storedCount: number;
  /** Data and partition keys of those that were stored. */
  readonly storedBytes: number;
  /** Why the others were not stored. */
  readonly error?: unknown;
}

/** A call of GetRecords: what it answered, or why it did not. */
export interface MeasuredRead {
  readonly startedAtMs: number;
  readonly shardNumber: number;
  readonly answer: MeasuredAnswer | { readonly error: unknown };
}

export interface MeasuredAnswer {
  readonly recordCount: number;
  readonly payloadBytes: number;
  readonly millisBehindLatest: number;
}

/** Something that was pushed to a consumer. */
export interface MeasuredEvent extends MeasuredAnswer {
  readonly shardNumber: number;
}

/** Counts of streams that are gone, before they are looked for; beside as many as there are streams. */
const FEW_COUNTS = 64;

/**
 * The metrics of Kinesis, under its own names, through OpenTelemetry's API.
 *
 * Invariants
 * - To count is to add to numbers, which OpenTelemetry asks for at each scrape.
 * - There are counts for streams, shards and consumers that there are; those that are gone are forgotten.
 * - Shards have counts only where EnableEnhancedMonitoring asked for them.
 */
export class KinesisMetrics implements Instrumentation {
  readonly name = 'kinesis';
  private readonly counts = new Map<string, StreamCounts>();

  constructor(private readonly options: KinesisMetricsOptions) {}

  /** When a call begins, for the calls below. */
  now(): number {
    return this.options.now();
  }

  putRecord(stream: Stream, { startedAtMs, shardNumber, payloadBytes, error }: MeasuredPut): void {
    const counts = this.countsOf(stream);
    counts.time('PutRecord.Latency', this.now() - startedAtMs);
    if (error === undefined) {
      counts.add('PutRecord.Success', 1);
      counts.add('PutRecord.Bytes', payloadBytes);
      counts.stored(stream, { shardNumber, records: 1, bytes: payloadBytes });
    } else if (isThrottle(error)) {
      counts.refusedWrites(stream, shardNumber, 1);
    }
  }

  putRecords(stream: Stream, { startedAtMs, parts }: MeasuredPuts): void {
    const counts = this.countsOf(stream);
    counts.time('PutRecords.Latency', this.now() - startedAtMs);
    let stored = 0;
    for (const { shardNumber, recordCount, storedCount, storedBytes, error } of parts) {
      stored += storedCount;
      counts.add('PutRecords.TotalRecords', recordCount);
      counts.add('PutRecords.SuccessfulRecords', storedCount);
      counts.add('PutRecords.Bytes', storedBytes);
      counts.stored(stream, { shardNumber, records: storedCount, bytes: storedBytes });
      const lost = recordCount - storedCount;
      if (lost === 0) continue;
      counts.add(isThrottle(error) ? 'PutRecords.ThrottledRecords' : 'PutRecords.FailedRecords', lost);
      if (isThrottle(error)) counts.refusedWrites(stream, shardNumber, lost);
    }
    if (stored > 0) counts.add('PutRecords.Success', 1);
  }

  getRecords(stream: Stream, { startedAtMs, shardNumber, answer }: MeasuredRead): void {
    const counts = this.countsOf(stream);
    counts.time('GetRecords.Latency', this.now() - startedAtMs);
    if ('error' in answer) {
      if (isThrottle(answer.error)) counts.refusedRead(stream, shardNumber);
      return;
    }
    const { recordCount, payloadBytes, millisBehindLatest } = answer;
    counts.add('GetRecords.Success', 1);
    counts.add('GetRecords.Records', recordCount);
    counts.add('GetRecords.Bytes', payloadBytes);
    counts.time('GetRecords.IteratorAgeMilliseconds', millisBehindLatest);
    this.read(stream, { shardNumber, ...answer });
  }

  /** A consumer asked for a subscription. */
  subscribe(stream: Stream, consumerName: string, outcome: 'begun' | 'rate-exceeded'): void {
    const name = outcome === 'begun' ? 'SubscribeToShard.Success' : 'SubscribeToShard.RateExceeded';
    this.countsOf(stream).ofConsumer(consumerName).add(name, 1);
  }

  /** An event was sent to a consumer. */
  pushed(stream: Stream, consumerName: string, event: MeasuredEvent): void {
    const counts = this.countsOf(stream).ofConsumer(consumerName);
    counts.add('SubscribeToShardEvent.Success', 1);
    counts.add('SubscribeToShardEvent.Records', event.recordCount);
    counts.add('SubscribeToShardEvent.Bytes', event.payloadBytes);
    counts.time('SubscribeToShardEvent.MillisBehindLatest', event.millisBehindLatest);
    this.read(stream, event);
  }

  instrument(meter: Meter): void {
    const counters = new Map(
      namesOf(COUNTED).map((name) => [name, meter.createObservableCounter(name, COUNTED[name])] as const),
    );
    meter.addBatchObservableCallback((result) => this.observe(result, counters), [...counters.values()]);
  }

  /** Latencies and ages, which no instrument can be asked for. */
  distributions(): readonly CollectedMetric[] {
    const all = [...this.live()];
    return namesOf(TIMED).flatMap((name) => {
      const points = all.flatMap(({ times: { [name]: value }, attributes }) =>
        value === undefined || !this.isLive(attributes, name) ? [] : [{ attributes, value }],
      );
      return points.length === 0 ? [] : [{ ...TIMED[name], name, kind: 'histogram' as const, points }];
    });
  }

  isLive({ StreamName, ShardId, ConsumerName }: Attributes, metric: string): boolean {
    const stream = streamNamed(this.options.account(), String(StreamName));
    if (stream === undefined) return false;
    if (ConsumerName !== undefined) return stream.consumers.some(({ name }) => name === ConsumerName);
    return ShardId === undefined || stream.shardLevelMetrics.some((name) => name === metric);
  }

  /** How many streams have counts now. */
  get streamsCounted(): number {
    return this.counts.size;
  }

  private read(
    stream: Stream,
    { shardNumber, recordCount, payloadBytes, millisBehindLatest }: MeasuredEvent,
  ) {
    if (stream.shardLevelMetrics.length === 0) return;
    const shard = this.countsOf(stream).ofShard(shardNumber);
    shard.add('OutgoingRecords', recordCount);
    shard.add('OutgoingBytes', payloadBytes);
    if (stream.shardLevelMetrics.includes('IteratorAgeMilliseconds'))
      shard.time('IteratorAgeMilliseconds', millisBehindLatest);
  }

  private countsOf(stream: Stream): StreamCounts {
    return this.counts.get(stream.id) ?? this.newCounts(stream);
  }

  private newCounts(stream: Stream): StreamCounts {
    if (this.counts.size > 2 * this.options.account().streams.size + FEW_COUNTS) this.forgetGone();
    const counts = new StreamCounts(stream.name);
    this.counts.set(stream.id, counts);
    return counts;
  }

  private forgetGone(): void {
    const { streams } = this.options.account();
    for (const id of this.counts.keys()) if (!streams.has(id as Stream['id'])) this.counts.delete(id);
  }

  private observe(
    result: BatchObservableResult,
    counters: ReadonlyMap<CountedName, ObservableCounter>,
  ): void {
    for (const { values, attributes } of this.live()) {
      for (const [name, value] of Object.entries(values)) {
        const counter = counters.get(name as CountedName);
        if (counter !== undefined) result.observe(counter, value, attributes);
      }
    }
  }

  private *live(): Generator<SeenCounts> {
    const { streams } = this.options.account();
    for (const [id, counts] of this.counts) {
      const stream = streams.get(id as Stream['id']);
      if (stream === undefined) this.counts.delete(id);
      else yield* counts.live(stream);
    }
  }
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}

function isThrottle(error: unknown): boolean {
  return error instanceof KinesisError && error.code === 'ProvisionedThroughputExceededException';
}
