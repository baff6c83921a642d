import { KinesisError, type Principal } from '#lib/kinesis';
import type { Principals } from './principals.js';

/**
 * Whose token the Authorization header brings. Of two nobody could say which one a proxy before us went by. Source: RFC 6750,
 * section 2.1.
 *
 * @param authorization each header of that name.
 * @throws KinesisError MissingAuthenticationTokenException where they bring none or are many, UnrecognizedClientException where nobody
 *   has it.
 */
export function principalOfBearer(authorization: readonly string[], principals: Principals): Principal {
  const [only = ''] = authorization.length === 1 ? authorization : [];
  const [, token] = /^bearer +(\S+) *$/i.exec(only) ?? [];
  if (token === undefined) {
    const sentence =
      'Missing Authentication Token: send one Authorization: Bearer, with a token of the access file.';
    throw new KinesisError('MissingAuthenticationTokenException', sentence);
  }
  const principal = principals.ofToken(token);
  if (principal) return principal;
  throw new KinesisError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}
