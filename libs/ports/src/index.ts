export type { Clock } from './clock.js';
export type { ControlChange, ControlLog, ControlSnapshot } from './control-log.js';
export { firstPlaceOf, lastPlaceOf, recordsFrom, type LogBatch } from './log-batch.js';
export type { GeneratedDataKey, KeyProvider } from './key-provider.js';
export type { LogLine } from './log-line.js';
export { MemoryControlLog } from './memory-control-log.js';
export { MemoryKeyProvider } from './memory-key-provider.js';
export { MemoryShardLog, type MemoryShardLogOptions } from './memory-shard-log.js';
export {
  batchOf,
  CLAIM_TOKEN_BYTES,
  CorruptFrameError,
  decodeFrame,
  encodeFrame,
  RecordCursor,
  recordsOf,
  type BatchHeader,
  type FramedRecord,
  type PackedRecords,
  type RecordBatch,
} from './record-frame.js';
export { firstRecords, payloadBytesOf, recordSizes } from './record-sizes.js';
export { RecordPacker, type RecordEnvelope } from './record-packer.js';
export {
  ShardError,
  type Appended,
  type ShardClient,
  type ShardErrorKind,
  type Unfollow,
} from './shard-client.js';
export {
  EPOCHS_PER_RUN,
  type BatchToAppend,
  type Claim,
  type ClaimSession,
  type InFlight,
  type LogRead,
  type LogReadRequest,
  type LogTip,
  type OpenedShard,
  type ShardLog,
} from './shard-log.js';
export type { Installation, Storage } from './storage.js';
export { StorageError, type StorageErrorKind } from './storage-error.js';
export { KEY_PROVIDER, SHARD_CLIENT, STORAGE } from './tokens.js';
export {
  decodeAttributes,
  encodeStamp,
  IDEMPOTENCY_HASH_BYTES,
  type IdempotencyStamp,
  type RecordAttributes,
} from './record-attributes.js';
