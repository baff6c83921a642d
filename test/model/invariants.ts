/**
 * What must hold in every world. Each invariant says nothing, or in a sentence what is wrong. All look at the whole
 * history, also at what XTRIM has taken.
 */
import type { Owner } from './owner.js';
import type { Entry } from './redis-stream.js';
import type { Invariant } from './search.js';
import { entryText, idText } from './trace-text.js';
import type { World } from './world.js';

export const invariants = {
  /** Records have the indexes 1, 2, 3 … in the order of the log. */
  INDEX: ({ stream }) => {
    const wrong = batchesOf(stream.history).find(({ index }, at) => index !== at + 1);
    return wrong && `${entryText(wrong)} comes behind ${batchesOf(stream.history).indexOf(wrong)} records`;
  },
  /** The second never goes back from record to record. */
  TIME: ({ stream }) => {
    const batches = batchesOf(stream.history);
    const wrong = batches.find(({ second }, at) => second < (batches[at - 1]?.second ?? 0));
    return wrong && `${entryText(wrong)} is earlier than the record before it`;
  },
  /** Who serves or appends knows the log up to its mark: the last record's index, and no later second. */
  TAIL: ({ stream, owners }) => firstOf(owners, (owner) => wrongTail(owner, batchesOf(stream.history))),
  /** No record is stored twice. */
  TWICE: ({ stream }) => {
    const batches = batchesOf(stream.history);
    const again = batches.find(({ record }, at) =>
      batches.slice(0, at).some((earlier) => earlier.record === record),
    );
    return again && `${entryText(again)} is in the log already`;
  },
  /** The place that an acknowledged record was given is its own. */
  FALSEACK: ({ stream, records }) =>
    firstOf(records, ({ outcome, id }, at) => {
      if (outcome !== 'acknowledged' || id === undefined) return undefined;
      const entry = stream.history.find((candidate) => candidate.id === id);
      return entry?.record === at + 1
        ? undefined
        : `record ${at + 1} was acknowledged at ${idText(id)}, which is not it`;
    }),
  /** An acknowledged record is in the log. */
  LOST: ({ stream, records }) =>
    firstOf(records, ({ outcome }, at) =>
      outcome !== 'acknowledged' || isStored(stream.history, at + 1)
        ? undefined
        : `record ${at + 1} was acknowledged and is not there`,
    ),
  /** A record whose caller was told that it was not stored is not stored. */
  FAILSTORED: ({ stream, records }) =>
    firstOf(records, ({ outcome }, at) =>
      (outcome === 'not-owner' || outcome === 'failed') && isStored(stream.history, at + 1)
        ? `record ${at + 1} was answered ${outcome} and is stored`
        : undefined,
    ),
  /** No two records were given the same place. */
  SEQDUP: ({ records }) =>
    firstOf(records, ({ id }, at) =>
      id !== undefined && records.findIndex((other) => other.id === id) < at
        ? `record ${at + 1} was given ${idText(id)}, as another was before it`
        : undefined,
    ),
  /** A record whose caller still waits is in the hands of exactly one owner. */
  UNANSWERED: ({ owners, records }) =>
    firstOf(records, ({ outcome }, at) => {
      const holders = owners.filter(
        ({ mailbox, inFlight }) => inFlight?.record === at + 1 || mailbox.includes(at + 1),
      );
      if (holders.length === (outcome === 'waiting' ? 1 : 0)) return undefined;
      return `record ${at + 1} is ${outcome} and held by ${holders.length} owners`;
    }),
  /** A reader was given every record up to its position that was not trimmed before, and only what is there. */
  UNREAD: ({ stream, reader }) => {
    const missed = stream.history
      .slice(stream.trimmed)
      .find(({ id, record }) => record !== 0 && id <= reader.position && !reader.seen.includes(record));
    if (missed !== undefined) return `${entryText(missed)} lies before the reader's position, unread`;
    const gone = reader.seen.find((record) => !isStored(stream.history, record));
    return gone === undefined ? undefined : `record ${gone} was read and is not there`;
  },
} as const satisfies Readonly<Record<string, Invariant<World>>>;

function wrongTail({ phase, known }: Owner, batches: readonly Entry[]): string | undefined {
  if (known === undefined || phase === 'recovering') return undefined;
  const last = batches.findLast(({ id }) => id <= known.mark);
  const { index, second } = last ?? { index: 0, second: 0 };
  if (known.index === index && known.second >= second) return undefined;
  return `an owner holds index ${known.index} and second ${known.second} for the log up to ${idText(known.mark)}`;
}

function batchesOf(history: readonly Entry[]): readonly Entry[] {
  return history.filter(({ kind }) => kind === 'batch');
}

function isStored(history: readonly Entry[], record: number): boolean {
  return history.some((entry) => entry.record === record);
}

function firstOf<Item>(
  items: readonly Item[],
  wrong: (item: Item, at: number) => string | undefined,
): string | undefined {
  for (const [at, item] of items.entries()) {
    const detail = wrong(item, at);
    if (detail !== undefined) return detail;
  }
  return undefined;
}
