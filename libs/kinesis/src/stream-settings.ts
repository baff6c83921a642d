import { LIMITS } from './limits.js';
import { withChange, type RationedChange, type RationedChangeMade } from './rationed-change.js';
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
  /** Present where it was set, of a stream in mode ON_DEMAND. */
  readonly warmThroughput?: WarmThroughput | undefined;
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

/** What a stream on demand can take in without scaling first; the two differ while it is UPDATING. */
export interface WarmThroughput {
  readonly targetMiBps: number;
  readonly currentMiBps: number;
}

/** In the order in which AWS answers them. Source: recorded against AWS, in the examples of its command line. */
export const SHARD_LEVEL_METRICS = [
  'IncomingBytes',
  'OutgoingRecords',
  'IteratorAgeMilliseconds',
  'IncomingRecords',
  'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded',
  'OutgoingBytes',
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
    case 'StreamModeChanged':
      return {
        mode: event.mode,
        warmThroughput:
          event.warmThroughputMiBps === undefined ? undefined : warmedUp(event.warmThroughputMiBps),
        rationedChanges: counted(settings, 'mode', event.atMs),
      };
    case 'WarmThroughputChanged':
      return { warmThroughput: warmedUp(event.warmThroughputMiBps, settings.warmThroughput) };
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

function counted(
  { rationedChanges }: StreamSettings,
  change: RationedChange,
  atMs: number,
): readonly RationedChangeMade[] {
  return withChange(rationedChanges, { change, atMs });
}

/** What UPDATING and CREATING were for is reached. */
export function settled({ warmThroughput }: StreamSettings): Pick<StreamSettings, 'warmThroughput'> {
  if (!warmThroughput) return {};
  const { targetMiBps } = warmThroughput;
  return { warmThroughput: { targetMiBps, currentMiBps: targetMiBps } };
}

/** Towards a target: from where it is, or from what every stream on demand takes in. */
export function warmedUp(targetMiBps: number, present?: WarmThroughput): WarmThroughput {
  return { targetMiBps, currentMiBps: present?.currentMiBps ?? LIMITS.onDemandMiBps };
}

/** The present key retires; keys that no record of the longest retention period can need any more go. */
function keptDataKeys({ dataKeys }: StreamSettings, atMs: number): readonly DataKey[] {
  const neededSinceMs = atMs - LIMITS.longestRetentionHours * HOUR_MS;
  return dataKeys
    .filter(({ retiredAtMs = atMs }) => retiredAtMs > neededSinceMs)
    .map((key) => (key.retiredAtMs === undefined ? { ...key, retiredAtMs: atMs } : key));
}
