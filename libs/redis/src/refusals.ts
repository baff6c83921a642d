import type { StorageErrorKind } from '#lib/ports';

/** What an error reply of Redis means. */
export interface Refusal {
  readonly kind: StorageErrorKind;
  /** The server that answered is not the one to talk to (any more): the socket is given up. */
  readonly losesConnection: boolean;
}

/**
 * The only place that knows Redis's words. Every line is tested against the real server's answer where it can be
 * provoked (test/contract/redis-refusals.spec.ts).
 *
 * "Equal or smaller" alone means fenced and "exhausted" alone means sealed; every other error reply means that nothing
 * was executed. After a redirect, READONLY, UNBLOCKED or while it loads, the server is not the master of the log, and what is
 * in flight is decided as after a lost connection. Source: PROTOCOL, rules 3 and 5.
 */
const REFUSALS: readonly (readonly [text: string, refusal: Refusal])[] = [
  ['ERR The ID specified in XADD is equal or smaller', { kind: 'fenced', losesConnection: false }],
  ['ERR The stream has exhausted the last possible ID', { kind: 'sealed', losesConnection: false }],
  ['ERR no such key', { kind: 'gone', losesConnection: false }],
  ...['READONLY', 'MOVED', 'ASK', 'UNBLOCKED', 'LOADING', 'MASTERDOWN'].map(
    (word) => [`${word} `, { kind: 'unknown', losesConnection: true }] as const,
  ),
];

/** OOM, MISCONF, NOREPLICAS, NOPERM, BUSY, WRONGTYPE and whatever else Redis says instead of doing it. */
const NOT_EXECUTED: Refusal = { kind: 'not-executed', losesConnection: false };

const NO_SCRIPT = 'NOSCRIPT';
const FORBIDDEN = ['NOPERM', 'ERR unknown command'];

export function refusalOf(message: string): Refusal {
  return REFUSALS.find(([text]) => message.startsWith(text))?.[1] ?? NOT_EXECUTED;
}

/** The server does not know the script by its digest: the text must be sent. */
export const isUnknownScript = (message: string): boolean => message.startsWith(NO_SCRIPT);

/** The user may not run the command, or the service took it away: CONFIG on many managed Redis. */
export const isForbidden = (message: string): boolean => FORBIDDEN.some((text) => message.startsWith(text));
