import type { Entry, EntryId, Token } from './redis-stream.js';
import { indexOf } from './redis-stream.js';
import type { Rules } from './rules.js';

/** An append that was sent and whose reply has not come. */
export interface InFlight {
  readonly record: number;
  readonly id: EntryId;
  readonly token: Token;
  /** The last id that its owner knew when it was sent: the recovery read begins there. */
  readonly after: EntryId;
}

export type InFlightFate = 'stored' | 'absent' | 'unknown';

export interface Evidence {
  /** A read from `inFlight.after` or before it to the fence or beyond it. */
  readonly entries: readonly Entry[];
  /** The index at the first claim seen behind the in-flight; undefined while none was seen. */
  readonly indexAtFence: number | undefined;
  readonly rules: Pick<Rules, 'absence' | 'token'>;
}

/**
 * Whether an append whose reply was lost is in the log. Absent is final only behind a later claim, and only if the
 * read cannot have missed it: the log had fewer records at that claim, or an entry older than the in-flight is still
 * there (XTRIM takes the oldest first). Otherwise nobody can tell any more.
 */
export function decideInFlight(inFlight: InFlight, { entries, indexAtFence, rules }: Evidence): InFlightFate {
  const isOwn = ({ token }: Entry) => rules.token === 'ignored' || token === inFlight.token;
  if (entries.some((entry) => entry.id === inFlight.id && isOwn(entry))) return 'stored';
  if (indexAtFence === undefined) return 'unknown';
  const isPastTrim = entries.some(({ id }) => id < inFlight.id);
  const isProved = isPastTrim || indexAtFence < indexOf(inFlight.id);
  return isProved || rules.absence === 'not-found' ? 'absent' : 'unknown';
}
