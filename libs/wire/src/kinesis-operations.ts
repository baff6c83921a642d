/**
 * The shapes of the operations that Shardwell's own programs call, as they stand in JSON: blobs are base64, timestamps
 * are seconds.
 *
 * Source: Kinesis service model (2013-12-02).
 */
export interface KinesisOperations {
  readonly CreateStream: {
    readonly input: {
      readonly StreamName: string;
      readonly ShardCount?: number;
      readonly StreamModeDetails?: { readonly StreamMode: 'PROVISIONED' | 'ON_DEMAND' };
    };
    readonly output: Record<string, never>;
  };
  readonly DescribeStreamSummary: {
    readonly input: { readonly StreamName: string };
    readonly output: {
      readonly StreamDescriptionSummary: { readonly StreamId: string; readonly StreamStatus: string };
    };
  };
  readonly ListShards: {
    readonly input: { readonly StreamName: string } | { readonly NextToken: string };
    readonly output: { readonly Shards: readonly WireShard[]; readonly NextToken?: string };
  };
  readonly PutRecords: {
    readonly input: { readonly StreamName: string; readonly Records: readonly WirePutEntry[] };
    readonly output: { readonly FailedRecordCount?: number; readonly Records: readonly WirePutResult[] };
  };
  readonly GetShardIterator: {
    readonly input: {
      readonly StreamName: string;
      readonly ShardId: string;
      readonly ShardIteratorType: WireIteratorType;
      readonly StartingSequenceNumber?: string;
      readonly Timestamp?: number;
    };
    readonly output: { readonly ShardIterator: string };
  };
  readonly GetRecords: {
    readonly input: { readonly ShardIterator: string; readonly Limit?: number };
    readonly output: {
      readonly Records: readonly WireRecord[];
      readonly NextShardIterator?: string;
      readonly MillisBehindLatest: number;
    };
  };
}

export type KinesisOperation = keyof KinesisOperations;

export type WireIteratorType =
  'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

export interface WireShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
}

export interface WirePutEntry {
  readonly Data: string;
  readonly PartitionKey: string;
}

export interface WirePutResult {
  readonly SequenceNumber?: string;
  readonly ShardId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

export interface WireRecord {
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: number;
  readonly Data: string;
  readonly PartitionKey: string;
}
