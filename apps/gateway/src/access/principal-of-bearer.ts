import { KinesisError, type Principal } from '#lib/kinesis';
import type { Principals } from './principals.js';

/**
 * Whose token an Authorization header brings. Source: RFC 6750, section 2.1.
 *
 * @throws KinesisError MissingAuthenticationTokenException where it brings none, UnrecognizedClientException where nobody
 *   has it.
 */
export function principalOfBearer(authorization: string | undefined, principals: Principals): Principal {
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) {
    const sentence =
      'Missing Authentication Token: send Authorization: Bearer, with a token of the access file.';
    throw new KinesisError('MissingAuthenticationTokenException', sentence);
  }
  const principal = principals.ofToken(token);
  if (principal) return principal;
  throw new KinesisError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}
