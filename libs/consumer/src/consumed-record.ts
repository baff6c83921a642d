/** A record as a handler gets it. */
export interface ConsumedRecord {
  readonly data: Buffer;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  readonly shardId: string;
  /** When the stream took it, in milliseconds since 1970. */
  readonly arrivalMs: number;
}
