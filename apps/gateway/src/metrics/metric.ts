/** A metric of Kinesis as it is given away; docs/metrics.md has the same table for people. */
export interface Metric {
  /** Source: UCUM, as OpenTelemetry uses it. */
  readonly unit: 'By' | 'ms' | '{record}' | '{call}' | '{event}';
  readonly description: string;
}

/**
 * The metrics of Kinesis under its own names, by what they are counted for. All are sums since the process started, but
 * for `…_TIMES`, which are histograms.
 *
 * Source: Kinesis's documentation, "Monitoring the Amazon Kinesis Data Streams service with Amazon CloudWatch".
 */
export const STREAM_METRICS = {
  IncomingBytes: { unit: 'By', description: 'Bytes of records that were stored, with their partition keys.' },
  IncomingRecords: { unit: '{record}', description: 'Records that were stored.' },
  'GetRecords.Bytes': { unit: 'By', description: 'Bytes of records that GetRecords answered.' },
  'GetRecords.Records': { unit: '{record}', description: 'Records that GetRecords answered.' },
  'GetRecords.Success': { unit: '{call}', description: 'Calls of GetRecords that succeeded.' },
  'PutRecord.Bytes': { unit: 'By', description: 'Bytes of records that PutRecord stored.' },
  'PutRecord.Success': { unit: '{call}', description: 'Calls of PutRecord that succeeded.' },
  'PutRecords.Bytes': { unit: 'By', description: 'Bytes of records that PutRecords stored.' },
  'PutRecords.Success': {
    unit: '{call}',
    description: 'Calls of PutRecords that stored at least one record.',
  },
  'PutRecords.TotalRecords': { unit: '{record}', description: 'Records that PutRecords was given.' },
  'PutRecords.SuccessfulRecords': { unit: '{record}', description: 'Records that PutRecords stored.' },
  'PutRecords.FailedRecords': {
    unit: '{record}',
    description: 'Records that PutRecords did not store because something failed.',
  },
  'PutRecords.ThrottledRecords': {
    unit: '{record}',
    description: 'Records that PutRecords did not store because they were over a limit.',
  },
  ReadProvisionedThroughputExceeded: {
    unit: '{call}',
    description: 'Calls of GetRecords that were over a limit.',
  },
  WriteProvisionedThroughputExceeded: {
    unit: '{record}',
    description: 'Records that were not stored because they were over a limit.',
  },
} as const satisfies Record<string, Metric>;

export const STREAM_TIMES = {
  'GetRecords.IteratorAgeMilliseconds': {
    unit: 'ms',
    description: 'How old the last record was that GetRecords answered; 0 where nothing was behind it.',
  },
  'GetRecords.Latency': { unit: 'ms', description: 'How long GetRecords took.' },
  'PutRecord.Latency': { unit: 'ms', description: 'How long PutRecord took.' },
  'PutRecords.Latency': { unit: 'ms', description: 'How long PutRecords took.' },
} as const satisfies Record<string, Metric>;

/** Of one consumer with a fan-out of its own. */
export const CONSUMER_METRICS = {
  'SubscribeToShard.RateExceeded': {
    unit: '{call}',
    description: 'Subscriptions that were refused, for they came too soon or another one was active.',
  },
  'SubscribeToShard.Success': { unit: '{call}', description: 'Subscriptions that began.' },
  'SubscribeToShardEvent.Bytes': { unit: 'By', description: 'Bytes of records that were pushed.' },
  'SubscribeToShardEvent.Records': { unit: '{record}', description: 'Records that were pushed.' },
  'SubscribeToShardEvent.Success': { unit: '{event}', description: 'Events that were sent.' },
} as const satisfies Record<string, Metric>;

export const CONSUMER_TIMES = {
  'SubscribeToShardEvent.MillisBehindLatest': {
    unit: 'ms',
    description: 'How far an event was behind the newest record.',
  },
} as const satisfies Record<string, Metric>;

/** Of one shard, where EnableEnhancedMonitoring switched them on. Some have the name of a stream's metric. */
export const SHARD_METRICS = {
  IncomingBytes: STREAM_METRICS.IncomingBytes,
  IncomingRecords: STREAM_METRICS.IncomingRecords,
  OutgoingBytes: { unit: 'By', description: 'Bytes of records that were read, polled or pushed.' },
  OutgoingRecords: { unit: '{record}', description: 'Records that were read, polled or pushed.' },
  ReadProvisionedThroughputExceeded: STREAM_METRICS.ReadProvisionedThroughputExceeded,
  WriteProvisionedThroughputExceeded: STREAM_METRICS.WriteProvisionedThroughputExceeded,
} as const satisfies Record<string, Metric>;

export const SHARD_TIMES = {
  IteratorAgeMilliseconds: {
    unit: 'ms',
    description: 'How old the last record was that was read; 0 where nothing was behind it.',
  },
} as const satisfies Record<string, Metric>;

export const COUNTED = { ...STREAM_METRICS, ...CONSUMER_METRICS, ...SHARD_METRICS };
export const TIMED = { ...STREAM_TIMES, ...CONSUMER_TIMES, ...SHARD_TIMES };

export type StreamMetricName = keyof typeof STREAM_METRICS;
export type ConsumerMetricName = keyof typeof CONSUMER_METRICS;
export type ShardMetricName = keyof typeof SHARD_METRICS;
export type CountedName = keyof typeof COUNTED;
export type TimedName = keyof typeof TIMED;
