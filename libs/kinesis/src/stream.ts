import type { Brand } from './brand.js';
import { equalRanges } from './hash-key-range.js';
import { isOpen, type Shard } from './shard.js';
import type { StreamId } from './stream-id.js';
import type { Tags } from './tags.js';
import { unreachable } from './unreachable.js';

/** 1 to 128 of `a-zA-Z0-9_.-`, unique in account and region. Source: Kinesis service model, StreamName. */
export type StreamName = Brand<string, 'StreamName'>;

export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';
export type RecordDistributionStrategy = 'AUTO' | 'USER_PARTITION_KEY';

/** What a stream is at one version of the control log. */
export interface Stream {
  readonly id: StreamId;
  readonly name: StreamName;
  readonly status: StreamStatus;
  readonly createdAtMs: number;
  /** When the present status began. */
  readonly statusSinceMs: number;
  readonly mode: StreamMode;
  readonly retentionHours: number;
  readonly maxRecordSizeKiB: number;
  readonly recordDistribution: RecordDistributionStrategy;
  readonly warmThroughputMiBps?: number;
  readonly tags: Tags;
  /** By number: `shards[n].number === n`. */
  readonly shards: readonly Shard[];
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

export type StreamEvent = StreamCreated | StreamActivated | StreamDeletionStarted | StreamDeleted;

/**
 * The fold of a stream's events. `undefined` before its creation and after its end; an event for a stream that is not
 * there changes nothing, so replaying from a snapshot is safe.
 */
export function evolveStream(stream: Stream | undefined, event: StreamEvent): Stream | undefined {
  switch (event.type) {
    case 'StreamCreated':
      return created(event);
    case 'StreamActivated':
      return stream && { ...stream, status: 'ACTIVE', statusSinceMs: event.atMs };
    case 'StreamDeletionStarted':
      return stream && { ...stream, status: 'DELETING', statusSinceMs: event.atMs };
    case 'StreamDeleted':
      return undefined;
    default:
      return unreachable(event);
  }
}

function created(event: StreamCreated): Stream {
  const { type: _, streamId, atMs, shardCount, shardsCreatedAtSecond: createdAtSecond, ...settings } = event;
  return {
    ...settings,
    id: streamId,
    status: 'CREATING',
    createdAtMs: atMs,
    statusSinceMs: atMs,
    shards: equalRanges(shardCount).map((range, number) => ({ number, range, parents: [], createdAtSecond })),
  };
}

export const openShards = (stream: Stream): readonly Shard[] => stream.shards.filter(isOpen);
