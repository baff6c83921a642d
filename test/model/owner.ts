/**
 * One shard owner: what it remembers, and the few things it does by itself. Pure: nothing here is changed in place.
 *
 * Invariants: at most one command is under way; an append is in flight from when it is sent until it was answered or
 * proved absent; `known` describes the log up to `known.mark`. A crash leaves nothing but the command under way.
 */
import type { InFlight, InFlightFate } from './decide-in-flight.js';
import type { RedisCommand, Reply } from './redis-command.js';
import { entryId, epochOf, indexOf, secondOf } from './redis-stream.js';
import type { Entry, EntryId, Token } from './redis-stream.js';
import type { Rules } from './rules.js';
import { unreachable } from './unreachable.js';

export interface Owner {
  readonly phase: Phase;
  /** Records that wait, oldest first. */
  readonly mailbox: readonly number[];
  readonly known: Known | undefined;
  readonly inFlight: InFlight | undefined;
  readonly call: Call | undefined;
  readonly nextToken: Token;
}

export type Phase =
  | 'idle'
  /** Reads the last id to build a claim from; the script needs no such phase. */
  | 'peeking'
  | 'claiming'
  | 'recovering'
  | 'serving'
  | 'appending'
  /** The connection is gone and an append is undecided. */
  | 'cut-off'
  /** It may not claim, so it reads whether somebody else has. */
  | 'looking'
  /** In mutations only: the lost append goes out once more. */
  | 'sending-again';

/** What an owner holds of the log: the last id it knows, and the second and index that the next entry goes on from. */
export interface Known {
  readonly token: Token;
  readonly mark: EntryId;
  readonly second: number;
  readonly index: number;
}

/** The command under way on the present connection; with a reply, Redis has run it. */
export interface Call {
  readonly command: RedisCommand;
  readonly reply: Reply | undefined;
}

export interface Answer {
  readonly record: number;
  /** `failed` says: not stored; `not-owner` says the same, and the router may try again. */
  readonly outcome: 'acknowledged' | 'not-owner' | 'failed' | 'unknown';
  /** Of an acknowledged record: the place that its sequence number names. */
  readonly id?: EntryId;
}

/** The owner after an event, and the answers that went out. */
export interface Turn {
  readonly owner: Owner;
  readonly answers: readonly Answer[];
}

/** What a turn depends on beside the owner: the rules, and the host's clock in seconds. */
export interface Circumstances {
  readonly rules: Rules;
  readonly clock: number;
}

/** Tokens of two owners never meet: each counts on from its own first one in steps of two. */
export function idleOwner(nextToken: Token): Owner {
  return { phase: 'idle', mailbox: [], known: undefined, inFlight: undefined, call: undefined, nextToken };
}

export const silent = (owner: Owner): Turn => ({ owner, answers: [] });

export const sent = (command: RedisCommand): Call => ({ command, reply: undefined });

/** A record arrives; an idle owner claims on its first message, a busy one lets it wait. */
export function takeRecord(owner: Owner, arrival: Circumstances & { readonly record: number }): Turn {
  const fuller = { ...owner, mailbox: [...owner.mailbox, arrival.record] };
  if (owner.phase === 'idle') return silent(claim(fuller, arrival));
  const { known } = owner;
  if (owner.phase !== 'serving' || known === undefined) return silent(fuller);
  return silent(appendNext(fuller, { known, clock: arrival.clock }));
}

/** Asks for ownership; what was known of the log counts no longer. */
export function claim(owner: Owner, { rules }: Circumstances): Owner {
  const unknowing: Owner = { ...owner, known: undefined };
  if (rules.claim !== 'by-script') return { ...unknowing, phase: 'peeking', call: sent({ kind: 'last' }) };
  const call = sent({ kind: 'claim-script', token: owner.nextToken });
  return { ...unknowing, phase: 'claiming', call, nextToken: owner.nextToken + 2 };
}

/** Appends the oldest waiting record behind `known`, under an id of its own; with none waiting it serves. */
export function appendNext(
  owner: Owner,
  { known, clock }: { readonly known: Known; readonly clock: number },
): Owner {
  const [record, ...mailbox] = owner.mailbox;
  if (record === undefined) {
    return { ...owner, phase: 'serving', known, inFlight: undefined, call: undefined };
  }
  const second = Math.max(known.second, clock);
  const id = entryId({ epoch: epochOf(known.mark), second, index: known.index + 1 });
  const inFlight = { record, id, token: known.token, after: known.mark };
  return { ...owner, phase: 'appending', mailbox, known, inFlight, call: sent(appendCommand(inFlight)) };
}

/** The XADD of an in-flight record; sent a second time only by mutations. */
export function appendCommand({ record, id, token }: InFlight): RedisCommand {
  const entry: Entry = { kind: 'batch', id, second: secondOf(id), index: indexOf(id), record, token };
  return { kind: 'xadd', entry };
}

/** Owns no longer: what is in flight is answered by its fate, what waits goes back to the router. */
export function stepDown(owner: Owner, fate: InFlightFate): Turn {
  const waiting = owner.mailbox.map((record): Answer => ({ record, outcome: 'not-owner' }));
  const decided = owner.inFlight === undefined ? [] : [answerOf(owner.inFlight, fate)];
  return { owner: idleOwner(owner.nextToken), answers: [...decided, ...waiting] };
}

/** What the caller of an in-flight record hears once its fate is known and it is not appended anew. */
export function answerOf({ record, id }: InFlight, fate: InFlightFate): Answer {
  switch (fate) {
    case 'stored':
      return { record, outcome: 'acknowledged', id };
    case 'absent':
      return { record, outcome: 'not-owner' };
    case 'unknown':
      return { record, outcome: 'unknown' };
    default:
      return unreachable(fate);
  }
}
