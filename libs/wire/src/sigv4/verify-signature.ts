import { timingSafeEqual } from 'node:crypto';
import type { KinesisError } from '#lib/kinesis';
import { canonicalQuery, queryParameters, type QueryParameters } from './canonical-query.js';
import {
  ALGORITHM,
  canonicalPath,
  canonicalRequest,
  stringToSign,
  type CanonicalParts,
  type PathRule,
} from './canonical-request.js';
import { checkedScope, scopeOf, type CredentialScope } from './credential-scope.js';
import { payloadHash } from './payload-hash.js';
import { signatureClaim, type SignatureClaim } from './signature-claim.js';
import {
  incompleteSignature,
  invalidSignature,
  signatureMismatch,
  unrecognizedClient,
} from './invalid-signature.js';
import { checkedTimestamp } from './checked-timestamp.js';
import { checkSignedHeaders, headerLines } from './signed-headers.js';
import {
  canonicalHeaders,
  pathAndQuery,
  type CanonicalHeaders,
  type SignedRequest,
} from './signed-request.js';
import type { HmacKey } from './hmac-key.js';
import type { SigningKeys } from './signing-keys.js';

/** What the server knows of an access key. */
export interface Credential {
  readonly secretAccessKey: string;
  /** Of temporary credentials: requests must bring it as `x-amz-security-token`. */
  readonly sessionToken?: string;
}

export interface VerifyOptions<Known extends Credential> {
  readonly credentialOf: (accessKeyId: string) => Known | undefined;
  /** The server's time, in milliseconds. */
  readonly nowMs: number;
  /** One for all requests. */
  readonly signingKeys: SigningKeys;
  /** Regions that a credential may be scoped to. */
  readonly regions: readonly string[];
  /** Default `kinesis`. */
  readonly service?: string;
  /** Hosts, with port, by which clients know a proxy that rewrites Host; tried beside the host that was sent. */
  readonly acceptedHosts?: readonly string[];
  /** Whether the signature may stand in the query. Default no. */
  readonly isPresignedAllowed?: boolean;
  /** Whether a request may leave its body out of the signature. Default no. */
  readonly isUnsignedPayloadAllowed?: boolean;
  /** Default `normalized`. */
  readonly pathRule?: PathRule;
  /** Whether clients add the security token after they signed, as some services want it. Default no. */
  readonly isTokenAddedAfterwards?: boolean;
}

/** Who signed a request. */
export interface VerifiedSignature<Known extends Credential> {
  readonly accessKeyId: string;
  readonly credential: Known;
  readonly region: string;
  /** Names in lower case. */
  readonly signedHeaders: readonly string[];
}

/**
 * Verifies a request's AWS Signature Version 4: in its headers, or in its query where that is allowed. The host and every
 * `x-amz-*` header must be signed; the content type need not be, since version 2 of the SDK for JavaScript does not.
 * An access key that nobody has and a signature that is wrong take equally long.
 *
 * @throws KinesisError MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException,
 * UnrecognizedClientException.
 */
export function verifySignature<Known extends Credential>(
  request: SignedRequest,
  options: VerifyOptions<Known>,
): VerifiedSignature<Known> {
  const read = readSignature(request, options);
  const { accessKeyId, region } = read.scope;
  const credential = options.credentialOf(accessKeyId);
  const key = options.signingKeys.keyOf(read.claim.credential, credential?.secretAccessKey);
  const isSigned = isSignedWith(key, read, options.acceptedHosts);
  const isTokenRight = isSame(credential?.sessionToken ?? '', read.claim.securityToken ?? '');
  if (!credential || !isTokenRight) throw unrecognizedClient();
  if (!isSigned) throw signatureMismatch();
  return { accessKeyId, credential, region, signedHeaders: read.signedHeaders };
}

/**
 * Refuses a request of which its headers say already that it cannot be signed by somebody who is known: before its body is
 * there. What passes is signed or not, as `verifySignature` will say.
 *
 * @throws KinesisError as `verifySignature`.
 */
export function checkSigner<Known extends Credential>(
  request: Omit<SignedRequest, 'body'>,
  options: VerifyOptions<Known>,
): void {
  const { claim, scope } = readHeaders(request, options);
  const credential = options.credentialOf(scope.accessKeyId);
  const isTokenRight = isSame(credential?.sessionToken ?? '', claim.securityToken ?? '');
  if (!credential || !isTokenRight) throw unrecognizedClient();
}

/** What the headers and the query say of a signature that is well formed, up to date and covers what it must. */
interface ReadHeaders {
  readonly claim: SignatureClaim;
  readonly timestamp: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly headers: CanonicalHeaders;
  readonly path: string;
  readonly parameters: QueryParameters;
}

/** The same with what the body says; the key was not looked for yet. */
interface ReadSignature extends ReadHeaders {
  /** What is signed but for the headers. */
  readonly parts: Omit<CanonicalParts, 'headerLines'>;
}

/** AWS's order of checks. Source: recorded against AWS. */
function readHeaders(request: Omit<SignedRequest, 'body'>, options: VerifyOptions<Credential>): ReadHeaders {
  const { regions, service = 'kinesis', isTokenAddedAfterwards = false } = options;
  const { path, query } = pathAndQuery(request.url);
  const headers = canonicalHeaders(request.rawHeaders);
  const parameters = query === '' ? [] : queryParameters(query);
  const claim = signatureClaim(headers, parameters);
  if (claim.expiresSeconds !== undefined && !options.isPresignedAllowed)
    throw invalidSignature(
      'A presigned request is not accepted: send the signature in the Authorization header.',
    );
  const timestamp = checkedTimestamp(claim, options.nowMs);
  const signedHeaders = claim.signedHeaders.split(';');
  checkSignedHeaders(signedHeaders, headers, { isTokenAddedAfterwards });
  if (claim.algorithm !== ALGORITHM) throw unsupportedAlgorithm(claim.algorithm);
  const scope = checkedScope(claim.credential, { regions, service, timestamp });
  return { claim, timestamp, scope, signedHeaders, headers, path, parameters };
}

function readSignature(request: SignedRequest, options: VerifyOptions<Credential>): ReadSignature {
  const read = readHeaders(request, options);
  const { claim, headers, path, parameters } = read;
  const parts = {
    method: request.method,
    path: canonicalPath(path, options.pathRule ?? 'normalized'),
    query: canonicalQuery(signedParameters(parameters, claim, options)),
    signedHeaders: claim.signedHeaders,
    payloadHash: payloadHash(request.body, headers.get('x-amz-content-sha256'), {
      isUnsignedAllowed: options.isUnsignedPayloadAllowed ?? false,
    }),
  };
  return { ...read, parts };
}

/** The signature cannot cover itself. */
function signedParameters(
  parameters: QueryParameters,
  { expiresSeconds }: SignatureClaim,
  { isTokenAddedAfterwards }: VerifyOptions<Credential>,
): QueryParameters {
  if (expiresSeconds === undefined) return parameters;
  const isUnsigned = (name: string): boolean =>
    name === 'X-Amz-Signature' || (name === 'X-Amz-Security-Token' && isTokenAddedAfterwards === true);
  return parameters.filter(([name]) => !isUnsigned(name));
}

function unsupportedAlgorithm(algorithm: string): KinesisError {
  return incompleteSignature(`Unsupported AWS 'algorithm': '${algorithm}' (only ${ALGORITHM} for now). `);
}

function isSignedWith(key: HmacKey, read: ReadSignature, acceptedHosts: readonly string[] = []): boolean {
  const { claim, timestamp, signedHeaders, headers, parts } = read;
  const scope = scopeOf(claim.credential);
  return [undefined, ...acceptedHosts].some((host) => {
    const canonical = canonicalRequest({ ...parts, headerLines: headerLines(signedHeaders, headers, host) });
    return isSame(key.sign(stringToSign({ timestamp, scope, canonical })), claim.signature);
  });
}

/** Compares in a time that does not tell where two texts differ. */
function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}
