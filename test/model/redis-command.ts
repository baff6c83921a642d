/**
 * The commands that an owner sends, and what Redis does with each in one step. A command runs at any time after it was
 * sent; its second is Redis's own clock at that moment.
 */
import { append, entryId, epochOf, indexOf, range, refusalOf, secondOf } from './redis-stream.js';
import type { Entry, EntryId, RedisStream, Refusal, Token } from './redis-stream.js';
import { unreachable } from './unreachable.js';

export type RedisCommand =
  | { readonly kind: 'claim-script'; readonly token: Token }
  | { readonly kind: 'xadd'; readonly entry: Entry }
  | { readonly kind: 'xrange'; readonly from: EntryId; readonly to: EntryId }
  /** The last id, and the last entry where one is left: what a claim by plain XADD is built from. */
  | { readonly kind: 'last' };

export type Reply =
  | { readonly kind: 'claimed'; readonly entry: Entry }
  | { readonly kind: 'added' }
  /** `not-executed` stands for every error that is no refusal of the id: OOM, MISCONF, NOREPLICAS. */
  | { readonly kind: 'refused'; readonly why: Refusal | 'not-executed' }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; readonly lastId: EntryId };

export interface Execution {
  readonly stream: RedisStream;
  readonly command: RedisCommand;
  /** Redis's TIME, in seconds. */
  readonly clock: number;
}

export interface Executed {
  readonly stream: RedisStream;
  readonly reply: Reply;
}

/** Runs one command, all of it in one step. */
export function execute({ stream, command, clock }: Execution): Executed {
  switch (command.kind) {
    case 'claim-script':
      return add(stream, claimEntry(stream, { token: command.token, clock }));
    case 'xadd':
      return add(stream, command.entry);
    case 'xrange':
      return { stream, reply: { kind: 'entries', entries: range(stream, command), lastId: stream.lastId } };
    case 'last':
      return { stream, reply: { kind: 'entries', entries: lastEntry(stream), lastId: stream.lastId } };
    default:
      return unreachable(command);
  }
}

/** Redis would refuse it now, and so for ever. */
export function isSpent(command: RedisCommand, stream: RedisStream): boolean {
  return command.kind === 'xadd' && refusalOf(stream, command.entry.id) !== undefined;
}

/** What the script appends: epoch + 1, the second never back, the index as it stands, all from the last id. */
function claimEntry(
  { lastId }: RedisStream,
  claim: { readonly token: Token; readonly clock: number },
): Entry {
  const second = Math.max(secondOf(lastId), claim.clock);
  const index = indexOf(lastId);
  const id = entryId({ epoch: epochOf(lastId) + 1, second, index });
  return { kind: 'claimed', id, second, index, record: 0, token: claim.token };
}

function add(stream: RedisStream, entry: Entry): Executed {
  const why = refusalOf(stream, entry.id);
  if (why !== undefined) return { stream, reply: { kind: 'refused', why } };
  const reply: Reply = entry.kind === 'claimed' ? { kind: 'claimed', entry } : { kind: 'added' };
  return { stream: append(stream, entry), reply };
}

function lastEntry(stream: RedisStream): readonly Entry[] {
  return stream.history.slice(stream.trimmed).slice(-1);
}
