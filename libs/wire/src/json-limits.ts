/**
 * Bounds on what a JSON body may make a parser build. The time to read a body grows with its bytes, but with its lists and
 * objects thirty times as fast: 15 MB of brackets take seconds, and nobody else is served meanwhile.
 */
export const JSON_LIMITS = {
  /** Lists and objects in one another. */
  depth: 100,
  /** Lists and objects in all; a PutRecords of 500 records has 502. */
  containers: 200_000,
  /** Names of members in all; a PutRecords of 500 records has 1,502 at most. */
  names: 1_000_000,
} as const;

/**
 * What a body has too much of, as the end of a sentence; undefined where it is within `JSON_LIMITS`. It looks at the bytes
 * only, once and up to the first limit that is passed, and need not be given JSON: what is not, a parser will refuse.
 */
export function beyondJsonLimits(body: Buffer): string | undefined {
  let depth = 0;
  let containers = 0;
  let names = 0;
  for (let at = 0; at < body.length; at += 1) {
    switch (body[at]) {
      case QUOTE:
        at = closingQuote(body, at + 1);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        containers += 1;
        if (depth > JSON_LIMITS.depth) return TOO_DEEP;
        if (containers > JSON_LIMITS.containers)
          return `has more than ${JSON_LIMITS.containers} lists and objects`;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COLON:
        names += 1;
        if (names > JSON_LIMITS.names) return `has more than ${JSON_LIMITS.names} members`;
        break;
      default:
    }
  }
  return undefined;
}

const TOO_DEEP = `is nested too deeply: more than ${JSON_LIMITS.depth} lists and objects in one another`;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Up to here a text is looked at byte by byte; behind it, Node's search is faster in spite of its call. */
const SHORT_TEXT_BYTES = 64;

/** Where the text ends that begins at `start`; the body's end where it does not. */
function closingQuote(body: Buffer, start: number): number {
  let at = start;
  for (const end = Math.min(body.length, start + SHORT_TEXT_BYTES); at < end; at += 1) {
    if (body[at] === QUOTE) return at;
    if (body[at] === BACKSLASH) at += 1;
  }
  for (; at < body.length; at += 1) {
    at = body.indexOf(QUOTE, at);
    if (at === -1) break;
    if (!isEscaped(body, at, start)) return at;
  }
  return body.length;
}

/** Whether an odd number of backslashes stands before it: each two are one character. */
function isEscaped(body: Buffer, at: number, start: number): boolean {
  let backslashes = at;
  while (backslashes > start && body[backslashes - 1] === BACKSLASH) backslashes -= 1;
  return (at - backslashes) % 2 === 1;
}
