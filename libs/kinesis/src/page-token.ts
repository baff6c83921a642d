import { invalidArgument, KinesisError } from './errors.js';
import { LIMITS } from './limits.js';
import { openToken, sealToken, type TokenSeal } from './sealed-token.js';

/**
 * A NextToken of ListShards or ListStreams: where the next page begins, sealed, valid for 300 s.
 *
 * Source: the API reference of ListShards (ExpiredNextTokenException after 300 seconds).
 */
export interface PageToken {
  /** The operation's own words for where it goes on; plain JSON. */
  readonly next: Readonly<Record<string, unknown>>;
  readonly issuedAtMs: number;
}

/** @param operation the operation that made the token; no other one takes it. */
export function sealPageToken(seal: TokenSeal, operation: string, page: PageToken): string {
  return sealToken(seal, `page-token:${operation}`, Buffer.from(JSON.stringify(page)));
}

/** @throws KinesisError InvalidArgumentException where it is malformed or foreign, ExpiredNextTokenException after 300 s. */
export function openPageToken(
  seal: Pick<TokenSeal, 'key'>,
  operation: string,
  presented: { readonly token: string; readonly nowMs: number },
): PageToken {
  const bytes = openToken(seal, `page-token:${operation}`, presented.token);
  if (!bytes) throw invalidArgument('NextToken is invalid.');
  const page = JSON.parse(bytes.toString('utf8')) as PageToken;
  if (presented.nowMs - page.issuedAtMs > LIMITS.tokenLifeMs) {
    throw new KinesisError(
      'ExpiredNextTokenException',
      `NextToken expired: it was issued at ${new Date(page.issuedAtMs).toISOString()} and lives for ` +
        `${LIMITS.tokenLifeMs} milliseconds. Begin again without a NextToken.`,
    );
  }
  return page;
}
