/**
 * A Redis Stream as far as the shard log leans on it: explicit ids that only grow, a last id that outlives every
 * trim, `NOMKSTREAM`, and refusals as kinds.
 *
 * Invariants: ids grow along `history`; `lastId` is the greatest id ever added; what is trimmed is a prefix. Trimmed
 * entries stay in `history`, where invariants look and no command does.
 */

/** Epoch, second and index in one number, so that ids compare as numbers; each part is 0 to 15. */
export type EntryId = number & { readonly brand: 'EntryId' };

export interface Position {
  readonly epoch: number;
  readonly second: number;
  readonly index: number;
}

export const entryId = ({ epoch, second, index }: Position): EntryId =>
  ((epoch << 8) | (second << 4) | index) as EntryId;

export const epochOf = (id: EntryId): number => id >> 8;
export const secondOf = (id: EntryId): number => (id >> 4) & 15;
export const indexOf = (id: EntryId): number => id & 15;

export const LEAST_ID = 0 as EntryId;

/** The id after which Redis accepts nothing: the place of the seal. */
export const GREATEST_ID = 0xfff as EntryId;

/** Random in the product; here a number that no two claims share. 0 = written by no claim. */
export type Token = number;

/** `second` and `index` are what the entry's header says; only a `claimed` written by plain XADD may differ from its id. */
export interface Entry {
  readonly kind: 'opened' | 'claimed' | 'batch';
  readonly id: EntryId;
  readonly second: number;
  readonly index: number;
  /** The one record of a batch, from 1; 0 in control entries. */
  readonly record: number;
  readonly token: Token;
}

export interface RedisStream {
  readonly lastId: EntryId;
  readonly history: readonly Entry[];
  /** How many entries at the start of `history` XTRIM has taken. */
  readonly trimmed: number;
  readonly isDeleted: boolean;
}

/** Redis's texts "equal or smaller" and "exhausted the last possible ID", and nil where the key is gone. */
export type Refusal = 'equal-or-smaller' | 'exhausted' | 'gone';

const OPENED_ID = entryId({ epoch: 1, second: 0, index: 0 });

/** A shard's log as CreateStream leaves it. */
export const openedStream: RedisStream = {
  lastId: OPENED_ID,
  history: [{ kind: 'opened', id: OPENED_ID, second: 0, index: 0, record: 0, token: 0 }],
  trimmed: 0,
  isDeleted: false,
};

/** Why `XADD NOMKSTREAM <id>` would be refused, in the order in which Redis checks. */
export function refusalOf(stream: RedisStream, id: EntryId): Refusal | undefined {
  if (stream.isDeleted) return 'gone';
  if (stream.lastId === GREATEST_ID) return 'exhausted';
  return id <= stream.lastId ? 'equal-or-smaller' : undefined;
}

/** An accepted XADD; ask `refusalOf` first. */
export function append(stream: RedisStream, entry: Entry): RedisStream {
  return { ...stream, lastId: entry.id, history: [...stream.history, entry] };
}

/** `XRANGE from to`, both ends included. */
export function range(
  stream: RedisStream,
  ends: { readonly from: EntryId; readonly to: EntryId },
): readonly Entry[] {
  return stream.history.slice(stream.trimmed).filter(({ id }) => id >= ends.from && id <= ends.to);
}

/** `XTRIM`: the oldest `count` entries that are left go, the last id stays. */
export function trim(stream: RedisStream, count: number): RedisStream {
  return { ...stream, trimmed: stream.trimmed + count };
}
