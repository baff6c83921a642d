/**
 * Everything there is at one moment: Redis's stream, two owners, commands left in old sockets, the fate of each record
 * as its caller sees it, one reader, and the faults that may still come. Later nouns (a seal, a replica, a second
 * master) become fields here, a few characters in `world-key.ts`, and rows in `protocol-steps.ts`.
 */
import type { Answer, Owner, Turn } from './owner.js';
import { idleOwner } from './owner.js';
import type { RedisCommand } from './redis-command.js';
import type { EntryId, RedisStream } from './redis-stream.js';
import { LEAST_ID, openedStream } from './redis-stream.js';

export interface World {
  readonly stream: RedisStream;
  readonly owners: readonly [Owner, Owner];
  /** Commands whose sender has given up their connection; each may still run, once, at any time, or never. */
  readonly strays: readonly RedisCommand[];
  /** Record n stands at n − 1. */
  readonly records: readonly RecordFate[];
  readonly reader: Reader;
  readonly faults: Faults;
}

/** What the caller of a record knows, and how often the router has handed it to an owner. */
export interface RecordFate {
  readonly outcome: 'not-sent' | 'waiting' | Answer['outcome'];
  readonly tries: number;
  readonly id: EntryId | undefined;
}

/** Reads by plain XRANGE from behind its position. */
export interface Reader {
  readonly position: EntryId;
  /** Records that it was given. */
  readonly seen: readonly number[];
}

/** How many of each may still happen. */
export interface Faults {
  readonly lostConnections: number;
  readonly kills: number;
  readonly trims: number;
  readonly errorReplies: number;
  readonly reads: number;
}

/** The size of a search: what it starts from and how far clocks go. */
export interface Bounds extends Faults {
  readonly records: number;
  /** How often the router hands on a record that was answered NotOwner. */
  readonly retries: number;
  /** A clock shows any second below this at each look: clocks differ, jump, and go back. */
  readonly seconds: number;
}

export type OwnerNumber = 0 | 1;

export function initialWorld({ records, lostConnections, kills, trims, errorReplies, reads }: Bounds): World {
  return {
    stream: openedStream,
    owners: [idleOwner(1), idleOwner(2)],
    strays: [],
    records: Array.from({ length: records }, () => ({ outcome: 'not-sent', tries: 0, id: undefined })),
    reader: { position: LEAST_ID, seen: [] },
    faults: { lostConnections, kills, trims, errorReplies, reads },
  };
}

/** The same world, with one owner as it is now. */
export function withOwner(
  world: World,
  { number, owner }: { readonly number: OwnerNumber; readonly owner: Owner },
): World {
  const [a, b] = world.owners;
  return { ...world, owners: number === 0 ? [owner, b] : [a, owner] };
}

/** The world after a turn of one owner: the owner itself, and what callers heard. */
export function afterTurn(world: World, turn: Turn & { readonly number: OwnerNumber }): World {
  return { ...withOwner(world, turn), records: turn.answers.reduce(withAnswer, world.records) };
}

/** The world with one fault less to come; none where that fault cannot come any more. */
export function spend(world: World, fault: keyof Faults): readonly World[] {
  const left = world.faults[fault];
  return left === 0 ? [] : [{ ...world, faults: { ...world.faults, [fault]: left - 1 } }];
}

function withAnswer(records: World['records'], { record, outcome, id }: Answer): World['records'] {
  return records.map((fate, at) => (at === record - 1 ? { ...fate, outcome, id } : fate));
}
