import type { ServerDuplexStream } from '@grpc/grpc-js';

/**
 * The messages of proto/producer.proto, as its loader gives and takes them. What they mean, and their limits, stand
 * there.
 */
export interface ProducerRecord {
  readonly data: Buffer;
  readonly partitionKey?: string;
  readonly explicitHashKey?: string;
}

export interface PutRecordRequest {
  readonly streamName: string;
  /** Null where the client sent none. */
  readonly record: ProducerRecord | null;
}

export interface PutRecordResponse {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export interface PutRecordsRequest {
  readonly streamName: string;
  readonly records: readonly ProducerRecord[];
  readonly batchId: string;
}

export interface PutRecordsResponse {
  readonly batchId: string;
  readonly failedRecordCount: number;
  readonly results: readonly PutRecordsResult[];
  readonly error?: ProducerError | null;
}

/** Either the first two, or the error. */
export interface PutRecordsResult {
  readonly shardId?: string;
  readonly sequenceNumber?: string;
  readonly error?: ProducerError | null;
}

export interface ProducerError {
  readonly code: string;
  readonly message: string;
  readonly outcomeUnknown: boolean;
}

/** A PutStream as its server sees it. */
export type PutStreamCall = ServerDuplexStream<PutRecordsRequest, PutRecordsResponse>;
