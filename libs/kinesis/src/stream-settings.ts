import type { StreamId } from './stream-id.js';
import type { Tags } from './tags.js';
import { unreachable } from './unreachable.js';

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';
export type RecordDistributionStrategy = 'AUTO' | 'USER_PARTITION_KEY';

/** What a stream's owner may set, and what follows from having set it. */
export interface StreamSettings {
  readonly mode: StreamMode;
  readonly retentionHours: number;
  /** Records stored before it are hidden, whatever the retention period: it was shorter once. Ms since 1970. */
  readonly horizonFloorMs: number;
  readonly maxRecordSizeKiB: number;
  readonly recordDistribution: RecordDistributionStrategy;
  readonly warmThroughputMiBps?: number;
  readonly tags: Tags;
  /** Present while new records are encrypted. */
  readonly encryption?: StreamEncryption | undefined;
  /** By number, without those that no record can need any more. */
  readonly dataKeys: readonly DataKey[];
  readonly shardLevelMetrics: readonly ShardLevelMetric[];
  /** Resource policy, as JSON; absent where none was put. */
  readonly policy?: string | undefined;
  /** Of the last 24 hours. */
  readonly rationedChanges: readonly RationedChangeMade[];
}

/** Source: the API reference of EnableEnhancedMonitoring; `ALL` in requests stands for all of them. */
export const SHARD_LEVEL_METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'IteratorAgeMilliseconds',
  'OutgoingBytes',
  'OutgoingRecords',
  'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded',
] as const;

export type ShardLevelMetric = (typeof SHARD_LEVEL_METRICS)[number];

/** A key that encrypts records of one stream, wrapped by a key of the key provider. */
export interface DataKey {
  /** Of its stream, from 1; a record's batch names it. */
  readonly number: number;
  /** The provider's key that wraps it, as the request named it. */
  readonly keyId: string;
  /** Base64. */
  readonly wrapped: string;
  /** When another one took its place, or encryption stopped. It is kept while records may need it. */
  readonly retiredAtMs?: number;
}

/** Present while new records are encrypted. */
export interface StreamEncryption {
  readonly keyId: string;
  readonly dataKeyNumber: number;
}

/** What a stream may do only so often in 24 hours. */
export type RationedChange = 'mode' | 'encryption-start' | 'encryption-stop' | 'shard-count';

export interface RationedChangeMade {
  readonly change: RationedChange;
  readonly atMs: number;
}

/** What came about of a stream's settings. The operation decides the new value; the event carries it. */
export type StreamSettingsEvent = { readonly streamId: StreamId; readonly atMs: number } & (
  | {
      readonly type: 'RetentionPeriodChanged';
      readonly retentionHours: number;
      /** Records before it are hidden for ever, however long later periods are. */
      readonly horizonFloorMs: number;
    }
  | { readonly type: 'StreamModeChanged'; readonly mode: StreamMode; readonly warmThroughputMiBps?: number }
  | { readonly type: 'WarmThroughputChanged'; readonly warmThroughputMiBps: number }
  | { readonly type: 'MaxRecordSizeChanged'; readonly maxRecordSizeKiB: number }
  | { readonly type: 'RecordDistributionChanged'; readonly recordDistribution: RecordDistributionStrategy }
  | { readonly type: 'ShardLevelMetricsChanged'; readonly metrics: readonly ShardLevelMetric[] }
  | { readonly type: 'EncryptionStarted'; readonly dataKey: DataKey }
  | { readonly type: 'EncryptionStopped' }
  | { readonly type: 'StreamTagsChanged'; readonly tags: Tags }
  /** Without a policy: it was deleted. */
  | { readonly type: 'StreamPolicyChanged'; readonly policy?: string }
);

/** Changes that AWS makes without a time of UPDATING. */
const AT_ONCE: ReadonlySet<StreamSettingsEvent['type']> = new Set([
  'RecordDistributionChanged',
  'StreamTagsChanged',
  'StreamPolicyChanged',
]);

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Whether the stream is UPDATING for a while after the change. */
export function takesTime({ type }: StreamSettingsEvent): boolean {
  return !AT_ONCE.has(type);
}

/** What the event changes of the settings. */
export function evolveSettings(
  settings: StreamSettings,
  event: StreamSettingsEvent,
): Partial<StreamSettings> {
  switch (event.type) {
    case 'RetentionPeriodChanged':
      return { retentionHours: event.retentionHours, horizonFloorMs: event.horizonFloorMs };
    case 'StreamModeChanged': {
      const { mode, warmThroughputMiBps } = event;
      const rations = counted(settings, 'mode', event.atMs);
      return {
        mode,
        rationedChanges: rations,
        ...(warmThroughputMiBps === undefined ? {} : { warmThroughputMiBps }),
      };
    }
    case 'WarmThroughputChanged':
      return { warmThroughputMiBps: event.warmThroughputMiBps };
    case 'MaxRecordSizeChanged':
      return { maxRecordSizeKiB: event.maxRecordSizeKiB };
    case 'RecordDistributionChanged':
      return { recordDistribution: event.recordDistribution };
    case 'ShardLevelMetricsChanged':
      return { shardLevelMetrics: event.metrics };
    case 'EncryptionStarted': {
      const { number: dataKeyNumber, keyId } = event.dataKey;
      return {
        encryption: { keyId, dataKeyNumber },
        dataKeys: [...keptDataKeys(settings, event.atMs), event.dataKey],
        rationedChanges: counted(settings, 'encryption-start', event.atMs),
      };
    }
    case 'EncryptionStopped':
      return {
        encryption: undefined,
        dataKeys: keptDataKeys(settings, event.atMs),
        rationedChanges: counted(settings, 'encryption-stop', event.atMs),
      };
    case 'StreamTagsChanged':
      return { tags: event.tags };
    case 'StreamPolicyChanged':
      return { policy: event.policy };
    default:
      return unreachable(event);
  }
}

/** The changes of the last 24 hours, with this one. */
function counted(
  settings: StreamSettings,
  change: RationedChange,
  atMs: number,
): readonly RationedChangeMade[] {
  return [...settings.rationedChanges.filter((made) => made.atMs > atMs - DAY_MS), { change, atMs }];
}

/** The present key retires; keys that no record of the longest retention period can need any more go. */
function keptDataKeys({ dataKeys }: StreamSettings, atMs: number): readonly DataKey[] {
  return dataKeys
    .filter(({ retiredAtMs = atMs }) => retiredAtMs > atMs - LONGEST_RETENTION_HOURS * HOUR_MS)
    .map((key) => (key.retiredAtMs === undefined ? { ...key, retiredAtMs: atMs } : key));
}

/** A period may grow again after a key has retired. Source: Kinesis quotas. */
const LONGEST_RETENTION_HOURS = 8760;
