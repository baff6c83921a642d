import { amzTimestamp } from './amz-date.js';
import { canonicalQuery, queryParameters } from './canonical-query.js';
import {
  ALGORITHM,
  canonicalPath,
  canonicalRequest,
  sha256,
  stringToSign,
  type PathRule,
} from './canonical-request.js';
import { headerLines } from './signed-headers.js';
import { canonicalHeaders, pathAndQuery, type SignedRequest } from './signed-request.js';
import type { SigningKeys } from './signing-keys.js';

/** What a client signs with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

export interface SignOptions {
  readonly credentials: SigningCredentials;
  readonly region: string;
  /** Default `kinesis`. */
  readonly service?: string;
  /** The client's time, in milliseconds. */
  readonly nowMs: number;
  /** One for all requests of a client. */
  readonly signingKeys: SigningKeys;
  /** Default `normalized`. */
  readonly pathRule?: PathRule;
}

/**
 * The headers that make a request a signed one: date, session token where there is one, and authorization. All headers that
 * the request has are signed, so it must have its host.
 */
export function signRequest(request: SignedRequest, options: SignOptions): Readonly<Record<string, string>> {
  const { credentials, region, service = 'kinesis', nowMs, signingKeys } = options;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const timestamp = amzTimestamp(nowMs);
  const added = {
    'x-amz-date': timestamp,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const headers = canonicalHeaders([...request.rawHeaders, ...Object.entries(added).flat()]);
  const signed = [...headers.keys()].sort();
  const signedHeaders = signed.join(';');
  const { path, query } = pathAndQuery(request.url);
  const canonical = canonicalRequest({
    method: request.method,
    path: canonicalPath(path, options.pathRule ?? 'normalized'),
    query: canonicalQuery(queryParameters(query)),
    headerLines: headerLines(signed, headers),
    signedHeaders,
    payloadHash: sha256(request.body),
  });
  const scope = `${timestamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const credential = `${accessKeyId}/${scope}`;
  const key = signingKeys.keyOf(credential, secretAccessKey);
  const signature = key.sign(stringToSign({ timestamp, scope, canonical }));
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { ...added, authorization };
}
