import type { LogPosition, ShardRef } from '#lib/kinesis';
import type { PackedRecords } from './record-frame.js';
import type { LogRead, LogReadRequest, LogTip } from './shard-log.js';

/**
 * A shard as a gateway sees it: in this process or in another one. A remote call looks remote: it may reject with a
 * `ShardError` whose kind says what is known.
 */
export interface ShardClient {
  /**
   * Stores the records behind what is there, or says why not. Resolves after the installation's durability. Where the
   * shard has limits, what is over them is left out: the answer says how many of the first records were stored.
   */
  append(shard: ShardRef, records: PackedRecords): Promise<Appended>;

  /**
   * Takes one of the calls that the shard answers per second to those who poll; where it has no limits there are enough.
   * Whoever polls asks before it reads, and says afterwards what it took.
   *
   * @throws ShardError throttled.
   */
  admitRead(shard: ShardRef): Promise<void>;

  /** Counts the bytes that a call took which was admitted: data and partition keys. */
  chargeRead(shard: ShardRef, bytes: number): void;

  /** Whole batches from a place on: from the owner's tail where it reaches back so far, else from the log. */
  read(shard: ShardRef, request: LogReadRequest): Promise<LogRead>;

  /** The place of the last record, and whether anything can follow it. */
  tip(shard: ShardRef): Promise<LogTip>;

  /** The place of the first batch at or after the time; the place behind the last record where there is none. */
  locate(shard: ShardRef, timestampMs: number): Promise<LogPosition>;

  /**
   * Calls the listener soon after each batch that the shard stored, and after its seal; sometimes in vain, and where the
   * shard has no owner, or another one since, perhaps not at all. Whoever reads follows first, so nothing falls between.
   *
   * @param listener returns at once and does not throw: the shard's owner waits for it.
   * @returns what ends it.
   */
  follow(shard: ShardRef, listener: () => void): Unfollow;
}

/** Ends a following. Calling it again does nothing. */
export type Unfollow = () => void;

/** Where the records of one append lie that were stored, at least one: they have consecutive indexes in one entry. */
export interface Appended {
  readonly epoch: number;
  readonly second: number;
  readonly firstIndex: number;
  /** How many of the request's records were stored, from the first on; the others were throttled. */
  readonly count: number;
}

/**
 * - `not-owner`: another process owns the shard; nothing was stored. The router refreshes and tries again.
 * - `sealed`: the shard is closed; nothing was stored. The router takes the new map.
 * - `gone`: the shard does not exist; nothing was stored.
 * - `overloaded`: the shard's mailbox is full; nothing was stored. The client tries again later.
 * - `throttled`: the shard's throughput is used up for now; nothing was stored or read. As `overloaded`.
 * - `not-stored`: the storage refused; nothing was stored.
 * - `no-key`: the key that encrypts the records cannot be had; nothing was stored, or read.
 * - `unknown`: no answer. The records may be stored or not.
 */
export type ShardErrorKind =
  'not-owner' | 'sealed' | 'gone' | 'overloaded' | 'throttled' | 'not-stored' | 'no-key' | 'unknown';

export class ShardError extends Error {
  override readonly name = 'ShardError';

  constructor(
    readonly kind: ShardErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
