import type { SequenceNumber } from './sequence-number.js';

/** Where a reader begins. Source: Kinesis service model, StartingPosition and ShardIteratorType. */
export type StartingPosition =
  | { readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: SequenceNumber }
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number };
