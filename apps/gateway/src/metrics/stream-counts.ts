import type { Attributes } from '@opentelemetry/api';
import type { Distribution } from '#lib/bootstrap';
import { shardIdOf, type Stream } from '#lib/kinesis';
import {
  CONSUMER_METRICS,
  SHARD_METRICS,
  STREAM_METRICS,
  type ConsumerMetricName,
  type CountedName,
  type ShardMetricName,
  type StreamMetricName,
  type TimedName,
} from './metric.js';
import { TimeHistogram } from './time-histogram.js';

interface StoredRecords {
  readonly shardNumber: number;
  readonly records: number;
  readonly bytes: number;
}

/** What was counted and timed of one thing, by the names of metrics. */
export interface SeenCounts {
  readonly attributes: Attributes;
  readonly values: Readonly<Partial<Record<CountedName, number>>>;
  /** Those that were recorded. */
  readonly times: Readonly<Partial<Record<TimedName, Distribution>>>;
}

class Counts<Name extends CountedName> {
  readonly values: Record<Name, number>;
  readonly times: Partial<Record<TimedName, TimeHistogram>> = {};

  constructor(
    table: Readonly<Record<Name, unknown>>,
    readonly attributes: Attributes,
  ) {
    this.values = Object.fromEntries(Object.keys(table).map((name) => [name, 0])) as Record<Name, number>;
  }

  add(name: Name, value: number): void {
    this.values[name] += value;
  }

  time(name: TimedName, ms: number): void {
    (this.times[name] ??= new TimeHistogram()).record(ms);
  }
}

/** What is counted of one stream, of its shards where that was asked for, and of its consumers. */
export class StreamCounts extends Counts<StreamMetricName> {
  private readonly shards = new Map<number, Counts<ShardMetricName>>();
  private readonly consumers = new Map<string, Counts<ConsumerMetricName>>();

  constructor(private readonly streamName: string) {
    super(STREAM_METRICS, { StreamName: streamName });
  }

  stored({ shardLevelMetrics }: Stream, { shardNumber, records, bytes }: StoredRecords): void {
    this.add('IncomingRecords', records);
    this.add('IncomingBytes', bytes);
    if (shardLevelMetrics.length === 0) return;
    this.ofShard(shardNumber).add('IncomingRecords', records);
    this.ofShard(shardNumber).add('IncomingBytes', bytes);
  }

  refusedWrites({ shardLevelMetrics }: Stream, shardNumber: number, records: number): void {
    this.add('WriteProvisionedThroughputExceeded', records);
    if (shardLevelMetrics.length > 0)
      this.ofShard(shardNumber).add('WriteProvisionedThroughputExceeded', records);
  }

  refusedRead({ shardLevelMetrics }: Stream, shardNumber: number): void {
    this.add('ReadProvisionedThroughputExceeded', 1);
    if (shardLevelMetrics.length > 0) this.ofShard(shardNumber).add('ReadProvisionedThroughputExceeded', 1);
  }

  ofShard(shardNumber: number): Counts<ShardMetricName> {
    const known = this.shards.get(shardNumber);
    if (known) return known;
    const attributes = { StreamName: this.streamName, ShardId: shardIdOf(shardNumber) };
    const counts = new Counts<ShardMetricName>(SHARD_METRICS, attributes);
    this.shards.set(shardNumber, counts);
    return counts;
  }

  ofConsumer(name: string): Counts<ConsumerMetricName> {
    const known = this.consumers.get(name);
    if (known) return known;
    const attributes = { StreamName: this.streamName, ConsumerName: name };
    const counts = new Counts<ConsumerMetricName>(CONSUMER_METRICS, attributes);
    this.consumers.set(name, counts);
    return counts;
  }

  /** The counts of what the stream has now, its own among them; those of the rest are forgotten. */
  *live({ shardLevelMetrics, consumers }: Stream): Generator<SeenCounts> {
    yield this;
    if (shardLevelMetrics.length === 0) this.shards.clear();
    yield* this.shards.values();
    for (const [name, counts] of this.consumers) {
      if (consumers.some((consumer) => consumer.name === name)) yield counts;
      else this.consumers.delete(name);
    }
  }
}
