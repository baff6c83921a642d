/**
 * Bounds on what a JSON body may make a parser build. The time to read a body grows with its bytes, but with its values and
 * the names of their members a hundred times as fast: 16 MB of them take a second, and nobody else is served meanwhile.
 */
export interface JsonLimits {
  /** Lists and objects in one another. */
  readonly depth: number;
  /** Lists and objects in all. */
  readonly containers: number;
  /** Names of members in all. */
  readonly names: number;
  /** Values in all, by the commas between them. */
  readonly values: number;
}

/** Of a request of the Kinesis API: a PutRecords of 500 records has 502 lists and objects and 1,502 names at most. */
export const REQUEST_LIMITS: JsonLimits = { depth: 100, containers: 5000, names: 5000, values: 10_000 };

/** Of a body whose records are JSON of users: 500 of them may have 50 members each. */
export const RECORDS_LIMITS: JsonLimits = { depth: 100, containers: 25_000, names: 25_000, values: 25_000 };

/**
 * What a body has too much of, as the end of a sentence; undefined where it is within the limits. It looks at the bytes
 * only, once and up to the first limit that is passed, and need not be given JSON: what is not, a parser will refuse.
 */
export function beyondJsonLimits(body: Buffer, limits: JsonLimits): string | undefined {
  let depth = 0;
  let containers = 0;
  let names = 0;
  let values = 1;
  for (let at = 0; at < body.length; at += 1) {
    switch (body[at]) {
      case QUOTE:
        at = closingQuote(body, at + 1);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        containers += 1;
        if (depth > limits.depth)
          return `is nested too deeply: more than ${limits.depth} lists and objects in one another`;
        if (containers > limits.containers) return `has more than ${limits.containers} lists and objects`;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COLON:
        names += 1;
        if (names > limits.names) return `has more than ${limits.names} members`;
        break;
      case COMMA:
        values += 1;
        if (values > limits.values) return `has more than ${limits.values} values`;
        break;
      default:
    }
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
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
