import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { invalidMember } from './problem.js';

const ALLOWED = /^[!-~]{1,256}$/;

/** The client's word for a put that is to happen once; undefined where it has none. @throws RestRefusal. */
export function idempotencyKeyOf({ 'idempotency-key': key }: IncomingHttpHeaders): string | undefined {
  if (key === undefined) return undefined;
  if (typeof key === 'string' && ALLOWED.test(key)) return key;
  throw invalidMember('Idempotency-Key', 'must be 1 to 256 visible ASCII characters');
}

/** Headers that say what the bytes of a body are. */
const MEANING = ['content-type', 'x-partition-key', 'x-explicit-hash-key'] as const;

/** Everything that makes another put of a request if it changes. */
export function bodyParts({ url, headers, body }: FastifyRequest): readonly (string | Uint8Array)[] {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return [url, ...MEANING.map((name) => String(headers[name] ?? '')), bytes];
}
