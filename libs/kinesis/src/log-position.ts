import type { Brand } from './brand.js';

/**
 * A place in a shard's log: which owner wrote there (epoch), when (second), and which record of the shard it is.
 *
 * Positions are ordered by epoch, then second, then index. As the place of a record, `index` counts the shard's
 * records from 1 without gaps. As a place to read from, a position means "the first record at or after it".
 *
 * Invariants: epoch in [FIRST_EPOCH, LAST_EPOCH]; second in [0, 2^33); index in [0, 2^43).
 */
export interface LogPosition {
  readonly epoch: number;
  /** Seconds since 1970 of the owner that wrote there; never goes back inside a shard. */
  readonly second: number;
  readonly index: number;
}

/** The id of an entry in Redis: `<epoch: 7 digits><second: 10 digits>-<index>`. */
export type EntryId = Brand<string, 'EntryId'>;

export const FIRST_EPOCH = 1_000_001;
/** 20 bits of epoch fit into a sequence number. */
export const LAST_EPOCH = 1_000_000 + 2 ** 20 - 1;
export const LAST_INDEX = 2 ** 43 - 1;

/** Where every shard log begins: the id of `opened`, before the first claim and the first record. */
export const LOG_START: LogPosition = { epoch: FIRST_EPOCH, second: 0, index: 0 };

/** The id that `sealed` takes: the greatest a Redis Stream can hold, so Redis refuses everything after it. */
export const SEALED_ENTRY_ID = '18446744073709551615-18446744073709551615' as EntryId;

const EPOCH_DIGITS = 7;
const SECOND_DIGITS = 10;

export function entryIdOf(position: LogPosition): EntryId {
  const second = String(position.second).padStart(SECOND_DIGITS, '0');
  return `${position.epoch}${second}-${position.index}` as EntryId;
}

/** Reads an entry id back. @throws RangeError where the id is not one of ours. */
export function positionOf(entryId: string): LogPosition {
  const dash = entryId.indexOf('-');
  if (dash !== EPOCH_DIGITS + SECOND_DIGITS)
    throw new RangeError(`not an entry id of a shard log: ${entryId}`);
  return {
    epoch: Number(entryId.slice(0, EPOCH_DIGITS)),
    second: Number(entryId.slice(EPOCH_DIGITS, dash)),
    index: Number(entryId.slice(dash + 1)),
  };
}

/** The place directly behind a record: the next record of the shard is the first one at or after it. */
export function after(position: LogPosition): LogPosition {
  return { epoch: position.epoch, second: position.second, index: position.index + 1 };
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export function comparePositions(a: LogPosition, b: LogPosition): number {
  return a.epoch - b.epoch || a.second - b.second || a.index - b.index;
}
