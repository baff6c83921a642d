export { createKinesisClient, KinesisCallError, type KinesisClient } from './kinesis-client.js';
export type {
  KinesisOperation,
  KinesisOperations,
  WireIteratorType,
  WireRecord,
} from './kinesis-operations.js';
