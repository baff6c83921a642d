import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { PutEntry } from '../records/record-placement.js';
import { invalidMember, RestRefusal } from './problem.js';
import { recordsInJson } from './records-in-json.js';
import { recordsInLines } from './records-in-lines.js';

const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';
/** What curl says of `-d` by itself: nobody means a record of that type. */
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A request to put records, before its body was looked at. */
export interface PutBody {
  readonly headers: IncomingHttpHeaders;
  /** Undefined where the request has none. */
  readonly body: unknown;
  /** The query's `key`. */
  readonly keyPath: string | undefined;
}

/**
 * The records of a body: JSON or lines of JSON where its content type says so, else the whole body is one record.
 *
 * @throws RestRefusal.
 */
export function recordsInBody({ headers, body, keyPath }: PutBody): readonly PutEntry[] {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const type = mediaTypeOf(headers);
  if (type !== LINES_TYPE && keyPath !== undefined)
    throw invalidMember('key', `It names the key of lines, for bodies of type ${LINES_TYPE} only`);
  if (type === FORM_TYPE) {
    throw unsupported(
      `The request says ${FORM_TYPE}, as curl does by itself: say ${JSON_TYPE}, ${LINES_TYPE}, or application/octet-stream ` +
        'for one record as it stands.',
    );
  }
  if (type !== JSON_TYPE && type !== LINES_TYPE) return [rawRecord(bytes, headers)];
  for (const header of ['x-partition-key', 'x-explicit-hash-key']) {
    if (headers[header] !== undefined)
      throw invalidMember(header, `It is for bodies that are one raw record, not for ${type}`);
  }
  return type === JSON_TYPE ? recordsInJson(bytes) : recordsInLines(bytes, keyPath);
}

/** @throws RestRefusal where the body is not JSON by its content type. */
export function requireJson(headers: IncomingHttpHeaders): void {
  if (mediaTypeOf(headers) === JSON_TYPE) return;
  throw unsupported(
    `The body must be ${JSON_TYPE}; the request says ${headers['content-type'] ?? 'nothing'}.`,
  );
}

function unsupported(message: string): RestRefusal {
  return new RestRefusal(message, { status: 415, code: 'SerializationException' });
}

function mediaTypeOf({ 'content-type': type = '' }: IncomingHttpHeaders): string {
  return (type.split(';', 1)[0] as string).trim().toLowerCase();
}

function rawRecord(bytes: Buffer, headers: IncomingHttpHeaders): PutEntry {
  return {
    Data: bytes,
    PartitionKey: textOfHeader(headers['x-partition-key']),
    ExplicitHashKey: textOfHeader(headers['x-explicit-hash-key']),
  };
}

/** Node gives the bytes of a header as characters; keys that are not ASCII are sent as UTF-8. */
function textOfHeader(value: string | string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(String(value), 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : String(value);
}
