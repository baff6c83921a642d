/**
 * The numbers of the service, each with its source. What a stream or an installation may change is a default here.
 */
export const LIMITS = {
  /** Source: Kinesis service model, PutRecordsRequestEntryList.max. */
  recordsPerPut: 500,
  /** Data and keys of one PutRecords. Source: Kinesis quotas, 10 MiB per PutRecords. */
  bytesPerPut: 10 * 1024 * 1024,
  /** Source: Kinesis service model, PartitionKey.max, in UTF-16 code units as AWS's validation counts them. */
  partitionKeyLength: 256,
  /** Data plus partition key of one record, unless the stream says otherwise. Source: MaxRecordSizeInKiB.min. */
  recordSizeKiB: 1024,
  /** Source: Kinesis service model, MaxRecordSizeInKiB.max. */
  largestRecordSizeKiB: 10_240,
  /** Source: Kinesis service model, GetRecordsInputLimit.max. */
  recordsPerGet: 10_000,
  /** Data of one GetRecords. Source: Kinesis quotas. */
  bytesPerGet: 10 * 1024 * 1024,
  /** Shard iterators and page tokens. Source: GetShardIterator and ListShards in the API reference. */
  tokenLifeMs: 300_000,
  /** Source: the API reference of DescribeStream: 100 by default and at most, whatever Limit says. */
  shardsPerDescribe: 100,
  /** Source: the API reference of ListShards, MaxResults. */
  shardsPerList: 1000,
  /** Source: the API reference of ListStreams, Limit. */
  streamsPerList: 100,
  /** Of a new stream, and the least. Source: the API reference of DecreaseStreamRetentionPeriod. */
  retentionHours: 24,
  /** Source: the API reference of IncreaseStreamRetentionPeriod. */
  longestRetentionHours: 8760,
  /** Streams that are CREATING at once. Source: the API reference of CreateStream. */
  streamsCreating: 5,
  /** Shards of a new ON_DEMAND stream. Source: recorded against AWS. */
  onDemandShards: 4,
  /** Tags of a stream or a consumer. Source: the API reference of TagResource. */
  tagsPerResource: 50,
  /** Source: the API reference of ListTagsForStream, Limit. */
  tagsPerList: 50,
  /** Source: the API reference of RegisterStreamConsumer. */
  consumersPerStream: 20,
  /** Where the account commits to a minimum of throughput (On-demand Advantage). Source: as before. */
  consumersPerStreamWithCommitment: 50,
  /** At once, of one stream. Source: as before. */
  consumersCreating: 5,
  /** Source: the API reference of ListStreamConsumers, MaxResults. */
  consumersPerList: 100,
  /** How long a subscription lasts. Source: the API reference of SubscribeToShard. */
  subscriptionLifeMs: 300_000,
  /** Of one consumer and one shard. Source: as before. */
  subscriptionCallEveryMs: 1_000,
  /** How long a subscription is not taken over. Source: as before. */
  subscriptionUncontestedMs: 5_000,
  /** Streams in mode ON_DEMAND of one account. Source: Kinesis quotas. */
  onDemandStreams: 50,
  /** What a new stream in mode ON_DEMAND takes in. Source: Kinesis quotas, 4 MB/s. */
  onDemandMiBps: 4,
  /** Of one stream. Source: the API reference of UpdateStreamWarmThroughput, 10 GiB/s. */
  warmThroughputMiBps: 10_240,
} as const;
