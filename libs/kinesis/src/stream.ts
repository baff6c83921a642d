import type { Brand } from './brand.js';
import { equalRanges } from './hash-key-range.js';
import { isOpen, type Shard } from './shard.js';
import { evolveConsumers, type StreamConsumer, type StreamConsumerEvent } from './stream-consumer.js';
import type { StreamId } from './stream-id.js';
import {
  evolveSettings,
  settled,
  takesTime,
  warmedUp,
  type RecordDistributionStrategy,
  type StreamMode,
  type StreamSettings,
  type StreamSettingsEvent,
} from './stream-settings.js';
import type { Tags } from './tags.js';

/** 1 to 128 of `a-zA-Z0-9_.-`, unique in account and region. Source: Kinesis service model, StreamName. */
export type StreamName = Brand<string, 'StreamName'>;

export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
/** What a stream is at one version of the control log. */
export interface Stream extends StreamSettings {
  readonly id: StreamId;
  readonly name: StreamName;
  readonly status: StreamStatus;
  readonly createdAtMs: number;
  /** When the present status began. */
  readonly statusSinceMs: number;
  /** By number: `shards[n].number === n`. */
  readonly shards: readonly Shard[];
  /** In the order of their registration. */
  readonly consumers: readonly StreamConsumer[];
}

/** What CreateStream settles; everything else about a stream follows from later events. */
export interface StreamCreated {
  readonly type: 'StreamCreated';
  readonly streamId: StreamId;
  readonly name: StreamName;
  readonly atMs: number;
  /** Part of each of its sequence numbers; later than that of an earlier stream of this name. */
  readonly shardsCreatedAtSecond: number;
  readonly shardCount: number;
  readonly mode: StreamMode;
  readonly retentionHours: number;
  readonly maxRecordSizeKiB: number;
  readonly recordDistribution: RecordDistributionStrategy;
  readonly warmThroughputMiBps?: number;
  readonly tags: Tags;
}

/** The shard logs are open: records may come. */
export interface StreamActivated {
  readonly type: 'StreamActivated';
  readonly streamId: StreamId;
  readonly atMs: number;
}

/** What was being changed is changed: UPDATING ends. */
export interface StreamUpdateFinished {
  readonly type: 'StreamUpdateFinished';
  readonly streamId: StreamId;
  readonly atMs: number;
}

export interface StreamDeletionStarted {
  readonly type: 'StreamDeletionStarted';
  readonly streamId: StreamId;
  readonly atMs: number;
}

/** The shard logs are gone; the name is free. */
export interface StreamDeleted {
  readonly type: 'StreamDeleted';
  readonly streamId: StreamId;
  readonly atMs: number;
}

export type StreamEvent =
  | StreamCreated
  | StreamActivated
  | StreamUpdateFinished
  | StreamDeletionStarted
  | StreamDeleted
  | StreamSettingsEvent
  | StreamConsumerEvent;

/**
 * The fold of a stream's events. `undefined` before its creation and after its end; an event for a stream that is not
 * there changes nothing, so replaying from a snapshot is safe.
 */
export function evolveStream(stream: Stream | undefined, event: StreamEvent): Stream | undefined {
  switch (event.type) {
    case 'StreamCreated':
      return created(event);
    case 'StreamActivated':
    case 'StreamUpdateFinished':
      return stream && { ...stream, ...settled(stream), status: 'ACTIVE', statusSinceMs: event.atMs };
    case 'StreamDeletionStarted':
      return stream && { ...stream, status: 'DELETING', statusSinceMs: event.atMs };
    case 'StreamDeleted':
      return undefined;
    case 'ConsumerRegistered':
    case 'ConsumerActivated':
    case 'ConsumerDeregistrationStarted':
    case 'ConsumerDeregistered':
    case 'ConsumerTagsChanged':
    case 'ConsumerPolicyChanged':
      return stream && { ...stream, consumers: evolveConsumers(stream.consumers, event) };
    default:
      return stream && changed(stream, event);
  }
}

function changed(stream: Stream, event: StreamSettingsEvent): Stream {
  const next = { ...stream, ...evolveSettings(stream, event) };
  return takesTime(event) ? { ...next, status: 'UPDATING', statusSinceMs: event.atMs } : next;
}

function created(event: StreamCreated): Stream {
  const { type: _, streamId, atMs, shardCount, shardsCreatedAtSecond: createdAtSecond, ...others } = event;
  const { warmThroughputMiBps, ...settings } = others;
  return {
    ...settings,
    ...(warmThroughputMiBps === undefined ? {} : { warmThroughput: warmedUp(warmThroughputMiBps) }),
    id: streamId,
    status: 'CREATING',
    createdAtMs: atMs,
    statusSinceMs: atMs,
    horizonFloorMs: 0,
    dataKeys: [],
    shardLevelMetrics: [],
    consumers: [],
    rationedChanges: [],
    shards: equalRanges(shardCount).map((range, number) => ({ number, range, parents: [], createdAtSecond })),
  };
}

export const openShards = (stream: Stream): readonly Shard[] => stream.shards.filter(isOpen);
