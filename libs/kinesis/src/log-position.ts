import type { Brand } from './brand.js';

/**
 * A place in a shard's log: which owner wrote there (epoch), when (second), and which record of the shard it is.
 *
 * Positions are ordered by epoch, then second, then index. As the place of a record, `index` counts the shard's
 * records from 1 without gaps. As a place to read from, a position means "the first record at or after it".
 *
 * Invariants: epoch in [FIRST_EPOCH, LAST_EPOCH]; second in [0, LAST_SECOND]; index in [0, LAST_INDEX].
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
/** 33 bits of it have ten digits: they last until the year 2242. */
export const LAST_SECOND = 2 ** 33 - 1;
/** 43 bits; no record has it, the ending number of a closed shard does. */
export const LAST_INDEX = 2 ** 43 - 1;

/** Where every shard log begins: the id of `opened`, before the first claim and the first record. */
export const LOG_START: LogPosition = { epoch: FIRST_EPOCH, second: 0, index: 0 };

/** The id that `sealed` takes: the greatest a Redis Stream can hold, so Redis refuses everything after it. */
export const SEALED_ENTRY_ID = '18446744073709551615-18446744073709551615' as EntryId;

const SECOND_DIGITS = 10;
const ENTRY_ID = /^(\d{7})(\d{10})-(\d{1,16})$/;

export function entryIdOf(position: LogPosition): EntryId {
  const second = String(position.second).padStart(SECOND_DIGITS, '0');
  return `${position.epoch}${second}-${position.index}` as EntryId;
}

/** Reads an entry id back. @throws RangeError where the id is not one of ours. */
export function positionOf(entryId: string): LogPosition {
  const match = ENTRY_ID.exec(entryId);
  if (!match) throw new RangeError(`not an entry id of a shard log: ${entryId}`);
  const [, epoch, second, index] = match;
  return { epoch: Number(epoch), second: Number(second), index: Number(index) };
}

/** The place directly behind a record: the next record of the shard is the first one at or after it. */
export function after(position: LogPosition): LogPosition {
  return { epoch: position.epoch, second: position.second, index: position.index + 1 };
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export function comparePositions(a: LogPosition, b: LogPosition): number {
  return a.epoch - b.epoch || a.second - b.second || a.index - b.index;
}
