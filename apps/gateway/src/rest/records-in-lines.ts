import { LIMITS } from '#lib/kinesis';
import type { PutEntry } from '../records/record-placement.js';
import { parseExactJson, refuseBeyondJsonLimits, textOfScalar } from './exact-json.js';
import { invalidMember, unreadableBody, type RestRefusal } from './problem.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The records of a body of lines, each a JSON value: a record holds the bytes of its line as they stand. Empty lines are
 * none.
 *
 * @param keyPath dotted path to what is the key of a line; without it the records get random ones.
 * @throws RestRefusal where a line is no JSON or has no key, or there are too many.
 */
export function recordsInLines(body: Buffer, keyPath: string | undefined): readonly PutEntry[] {
  // All lines together: a line of its own has limits too, but there are 500 of them.
  refuseBeyondJsonLimits(body);
  const entries: PutEntry[] = [];
  const path = keyPath?.split('.');
  let lineNumber = 0;
  for (let start = 0; start < body.length;) {
    const found = body.indexOf(LINE_FEED, start);
    const end = found === -1 ? body.length : found;
    const line = body.subarray(start, body[end - 1] === CARRIAGE_RETURN && end > start ? end - 1 : end);
    start = end + 1;
    lineNumber += 1;
    if (line.length === 0) continue;
    if (entries.length === LIMITS.recordsPerPut) throw tooMany();
    entries.push({ Data: line, PartitionKey: keyOfLine(line, path, lineNumber) });
  }
  if (entries.length === 0) throw unreadableBody('The body has no line.');
  return entries;
}

function tooMany(): RestRefusal {
  return invalidMember(
    'records',
    `The body has more than ${LIMITS.recordsPerPut} lines, the most of one request`,
  );
}

/** Every line is read, so that none is stored that a reader of JSON could not read. */
function keyOfLine(
  line: Buffer,
  path: readonly string[] | undefined,
  lineNumber: number,
): string | undefined {
  let at = parseExactJson(line, `Line ${lineNumber}`);
  if (path === undefined) return undefined;
  for (const name of path) at = memberOf(at, name);
  const key = textOfScalar(at);
  if (key !== undefined) return key;
  throw invalidMember('key', `Line ${lineNumber} has no text, number or boolean at ${path.join('.')}`);
}

function memberOf(value: unknown, name: string): unknown {
  const isMember = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isMember ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
