import type { KinesisError } from '#lib/kinesis';
import { invalidSignature } from './invalid-signature.js';
import type { CanonicalHeaders } from './signed-request.js';

/** Host is one header under two names: HTTP/2 has the second. */
const HOST_NAMES: readonly string[] = ['host', ':authority'];

export interface RequiredHeaders {
  /** Whether the security token may be missing among them. */
  readonly isTokenAddedAfterwards: boolean;
}

/**
 * Checks that a signature covers what it must: the host, and every `x-amz-*` header that is there. Each name once, so that
 * what is signed is never longer than what was sent.
 *
 * @throws KinesisError InvalidSignatureException.
 */
export function checkSignedHeaders(
  signed: readonly string[],
  headers: CanonicalHeaders,
  { isTokenAddedAfterwards }: RequiredHeaders,
): void {
  const names = new Set(signed);
  if (names.size < signed.length) throw invalidSignature('A header is named twice in SignedHeaders.');
  if (!HOST_NAMES.some((name) => names.has(name))) throw mustBeSigned("'Host' or ':authority'");
  for (const name of headers.keys()) {
    if (!name.startsWith('x-amz-') || names.has(name)) continue;
    if (!(isTokenAddedAfterwards && name === 'x-amz-security-token')) throw mustBeSigned(`'${name}'`);
  }
}

function mustBeSigned(names: string): KinesisError {
  return invalidSignature(`${names} must be a 'SignedHeader' in the AWS Authorization.`);
}

/**
 * `name:value` of each signed header; a host stands in for the one that was sent.
 *
 * @throws KinesisError InvalidSignatureException where one of them was not sent.
 */
export function headerLines(
  signed: readonly string[],
  headers: CanonicalHeaders,
  host?: string,
): readonly string[] {
  return signed.map((name) => {
    const value = HOST_NAMES.includes(name) ? (host ?? hostOf(name, headers)) : headers.get(name);
    if (value === undefined)
      throw invalidSignature(
        `'${name}' is a 'SignedHeader' in the AWS Authorization and is not in the request.`,
      );
    return `${name}:${value}`;
  });
}

/** A proxy between may have changed the version of HTTP, and with it the name. */
function hostOf(name: string, headers: CanonicalHeaders): string | undefined {
  return headers.get(name) ?? headers.get('host') ?? headers.get(':authority');
}
