import { z } from 'zod';
import { DEFAULT_KEY_ID, LIMITS, SHARD_LEVEL_METRICS } from '#lib/kinesis';
import { RECORD_DISTRIBUTIONS, STREAM_MODES } from './stream-description.js';

/** What the paths below a stream take, one setting each. Sources of the limits: the Kinesis service model. */
export const RetentionSetting = z
  .strictObject({
    hours: z
      .int()
      .min(LIMITS.retentionHours)
      .max(LIMITS.longestRetentionHours)
      .describe('How long records are kept.'),
  })
  .meta({ id: 'RetentionSetting' });
export type RetentionSetting = z.infer<typeof RetentionSetting>;

export const ModeSetting = z
  .strictObject({
    mode: z.enum(STREAM_MODES),
    warmThroughputMiBps: z.int().min(0).optional().describe('Of a stream in mode ON_DEMAND.'),
  })
  .meta({ id: 'ModeSetting' });
export type ModeSetting = z.infer<typeof ModeSetting>;

export const RecordSizeSetting = z
  .strictObject({
    maxRecordSizeKiB: z
      .int()
      .min(LIMITS.recordSizeKiB)
      .max(LIMITS.largestRecordSizeKiB)
      .describe('Of data and key of a record together.'),
  })
  .meta({ id: 'RecordSizeSetting' });
export type RecordSizeSetting = z.infer<typeof RecordSizeSetting>;

export const RecordDistributionSetting = z
  .strictObject({
    strategy: z.enum(RECORD_DISTRIBUTIONS).describe('AUTO spreads records evenly, whatever their keys.'),
  })
  .meta({ id: 'RecordDistributionSetting' });
export type RecordDistributionSetting = z.infer<typeof RecordDistributionSetting>;

export const WarmThroughputSetting = z
  .strictObject({ miBps: z.int().min(0).describe('What the stream takes at once, MiB a second.') })
  .meta({ id: 'WarmThroughputSetting' });
export type WarmThroughputSetting = z.infer<typeof WarmThroughputSetting>;

export const EncryptionSetting = z
  .strictObject({
    keyId: z.string().min(1).max(2048).default(DEFAULT_KEY_ID).describe('The key that wraps the data keys.'),
  })
  .meta({ id: 'EncryptionSetting' });
export type EncryptionSetting = z.infer<typeof EncryptionSetting>;

export const MetricsSetting = z
  .strictObject({
    metrics: z
      .array(z.enum([...SHARD_LEVEL_METRICS, 'ALL']))
      .min(1)
      .max(7)
      .describe('To be measured of each shard.'),
  })
  .meta({ id: 'MetricsSetting' });
export type MetricsSetting = z.infer<typeof MetricsSetting>;

/** Which metrics DELETE switches off. */
export const MetricsQuery = z.strictObject({
  metrics: z
    .string()
    .default('ALL')
    .transform((metrics) => metrics.split(','))
    .pipe(MetricsSetting.shape.metrics)
    .describe('With commas between them; all of them without it.'),
});
export type MetricsQuery = z.infer<typeof MetricsQuery>;
