import { isUtf8 } from 'node:buffer';
import { beyondJsonLimits, RECORDS_LIMITS } from '#lib/wire';
import { unreadableBody } from './problem.js';

/** What Node has and TypeScript's declarations do not know yet. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}

const json = JSON as unknown as JsonWithSource;

/** Only numbers with so many digits, or with an exponent, may be ones that a double does not hold. */
const LONG_NUMBER = /[\d.]{16}|\d[eE]/;

/**
 * Reads JSON so that `JSON.stringify` writes the numbers as they stood, also those that a double does not hold: an id of
 * 64 bits comes out as it went in.
 *
 * @param what the bytes are, for the sentence.
 * @throws RestRefusal where the bytes are not UTF-8, or no JSON, or beyond the limits of what is read.
 */
export function parseExactJson(bytes: Buffer, what = 'The body'): unknown {
  if (!isUtf8(bytes)) throw unreadableBody(`${what} is not UTF-8.`);
  refuseBeyondJsonLimits(bytes, what);
  const text = bytes.toString('utf8');
  try {
    return LONG_NUMBER.test(text) ? json.parse(text, withExactNumber) : JSON.parse(text);
  } catch (error) {
    throw unreadableBody(`${what} is not JSON: ${(error as Error).message}`);
  }
}

function withExactNumber(
  _key: string,
  value: unknown,
  { source = '' }: { readonly source?: string },
): unknown {
  return typeof value === 'number' && String(value) !== source ? json.rawJSON(source) : value;
}

/** @throws RestRefusal where a body has too many lists, objects, members or values, or they are nested too deeply. */
export function refuseBeyondJsonLimits(bytes: Buffer, what = 'The body'): void {
  const excess = beyondJsonLimits(bytes, RECORDS_LIMITS);
  if (excess !== undefined) throw unreadableBody(`${what} ${excess}.`);
}

/** @param value as `parseExactJson` gave it, or a part of that. */
export function writeExactJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The text of a string, a number or a boolean; undefined of anything else. */
export function textOfScalar(value: unknown): string | undefined {
  if (json.isRawJSON(value)) return value.rawJSON;
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
