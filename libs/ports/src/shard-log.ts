import type { EntryId, HashKeyRange, LogPosition, ShardRef } from '#lib/kinesis';
import type { LogBatch } from './log-batch.js';
import type { BatchHeader, PackedRecords, RecordBatch } from './record-frame.js';

/**
 * The log of a shard: the only thing that decides who may write. See PROTOCOL in docs/ARCHITECTURE.md.
 *
 * Every method rejects with a `StorageError`; its kind says what is known about the outcome. Every answer has passed the
 * strongest barrier the installation can give, so whatever a caller is told is durable at the installation's level.
 */
export interface ShardLog {
  /** Writes `opened` where the log does not exist yet. Idempotent: an open log stays as it is. */
  open(shards: readonly OpenedShard[]): Promise<void>;

  /** Removes the logs for good. Idempotent. A late append cannot bring one back. */
  delete(shards: readonly ShardRef[]): Promise<void>;

  /**
   * Appends `claimed` with the next epoch in one step, so that no append of an earlier claim can land any more.
   *
   * @param owner who claims, for people who look into the log.
   * @throws StorageError sealed, gone, not-executed, disconnected, unknown.
   */
  claim(shard: ShardRef, owner: string): Promise<Claim>;

  /**
   * Appends one batch under a claim. Its id is sent once: after `unknown` the owner claims again and asks
   * `decideInFlight`. The frame is made here, from the header and the packed records.
   *
   * @returns the batch as it was written; its body shares the frame's bytes, so the owner's tail costs no second copy.
   * @throws StorageError fenced, sealed, gone, not-executed, disconnected, no-key, unknown.
   */
  append(claim: Claim, batch: BatchToAppend): Promise<RecordBatch>;

  /**
   * Whether an append of an earlier claim landed, for good: read up to the new claim, over the connection that claimed.
   * `unknown` where the storage may have forgotten what it had (another run of it, below durability `disk`), and where
   * everything up to the batch's place was trimmed meanwhile: then nobody can tell whether it was there.
   *
   * @param claim the claim made since; undefined where it was refused as `sealed`: the seal is the fence then.
   * @throws StorageError fenced (a later claim is there), gone, disconnected, not-executed.
   */
  decideInFlight(claim: Claim | undefined, inFlight: InFlight): Promise<'stored' | 'absent' | 'unknown'>;

  /**
   * Closes the log for ever. Idempotent: a second seal answers the same.
   *
   * @returns the index of the last record, fixed by the storage itself.
   */
  seal(shard: ShardRef): Promise<{ readonly finalIndex: number; readonly lastSecond: number }>;

  /**
   * The place of the last record (index 0 where there is none), and whether the log is sealed. Where a claim came after
   * that record, the place names the claim's epoch and second: the next record lies behind it all the same.
   */
  tip(shard: ShardRef): Promise<LogTip>;

  /** Whole batches from the one that holds the first record at or after `from`, bounded in bytes; at least one if any. */
  read(shard: ShardRef, request: LogReadRequest): Promise<LogRead>;

  /** The place of the first batch at or after the time; the place behind the last record where there is none. */
  locate(shard: ShardRef, timestampMs: number): Promise<LogPosition>;
}

/** By how much a claim raises the epoch where the storage may have forgotten claims: none comes twice. Source: docs/protocol.md. */
export const EPOCHS_PER_RUN = 64;

export interface OpenedShard {
  readonly shard: ShardRef;
  readonly range: HashKeyRange;
  readonly parents: readonly number[];
}

/** The right to append, until a later claim. Bound to the connection that claimed: on another one it is worth nothing. */
export interface Claim {
  readonly shard: ShardRef;
  readonly epoch: number;
  /** Second of the last entry before the claim, or the storage's own clock's if that is later. */
  readonly second: number;
  /** Index of the last record before the claim; 0 where there is none. */
  readonly lastIndex: number;
  /** Eight random bytes that every batch of this claim carries. */
  readonly token: Uint8Array;
  /** Which run of the storage, and which connection to it; for the adapter alone. */
  readonly session: ClaimSession;
}

export interface ClaimSession {
  readonly runId: string;
  readonly connection: number;
}

/** Its time lies in its position's second, so that the log can be searched by time. */
export interface BatchToAppend {
  /** Place of the batch's last record; its entry id. */
  readonly position: LogPosition;
  readonly header: BatchHeader;
  /** Requests that share the entry, in order; or what encryption makes of all of them, in parts. */
  readonly records: readonly Pick<PackedRecords, 'bytes'>[];
}

/** An append whose answer did not come. */
export interface InFlight {
  readonly entryId: EntryId;
  readonly claim: Claim;
}

export interface LogTip {
  readonly position: LogPosition;
  readonly isSealed: boolean;
}

export interface LogReadRequest {
  readonly from: LogPosition;
  /** Stops after the batch whose body reaches this many bytes, all bodies together, as they lie in the log. */
  readonly maxBytes: number;
  /** Stops after the batch that makes it so many records at or after `from`. Default: no bound. */
  readonly maxRecords?: number;
}

export interface LogRead {
  readonly batches: readonly LogBatch[];
  /** The log was read to its end: nothing was behind the last batch. */
  readonly isAtTip: boolean;
  /** The end that was read is the seal: nothing will ever come. */
  readonly isSealed: boolean;
}
