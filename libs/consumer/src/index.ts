export type { CommitEvery } from './checkpointer.js';
export type { ConsumedRecord } from './consumed-record.js';
export { Consumer } from './consumer.js';
export type { ConsumerOptions } from './consumer-options.js';
export { logLineOf, type ConsumerEvent } from './consumer-event.js';
export {
  createKinesisClient,
  environmentCredentials,
  KinesisCallError,
  type KinesisClient,
  type KinesisClientOptions,
  type SigningCredentials,
} from '#lib/wire';
export type { Fold } from './record-processor.js';
export { readShard, type ShardBatch } from './shard-reader.js';
export { jsonCodec, type StateCodec } from './state-codec.js';
export type { ConsumerDocument, ShardPosition, ShardPositions, StateStore } from './state-store.js';
export { FileStateStore } from './stores/file-state-store.js';
export { MemoryStateStore } from './stores/memory-state-store.js';
