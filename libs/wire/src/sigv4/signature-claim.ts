import type { KinesisError } from '#lib/kinesis';
import type { QueryParameters } from './canonical-query.js';
import { incompleteSignature, invalidSignature, missingAuthenticationToken } from './invalid-signature.js';
import type { CanonicalHeaders } from './signed-request.js';

/** What a request says about its signature; nothing of it was checked but that it is there. */
export interface SignatureClaim {
  readonly algorithm: string;
  /** `KEYID/20150830/us-east-1/kinesis/aws4_request` */
  readonly credential: string;
  /** Names joined by `;`. */
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly securityToken: string | undefined;
  /** How long a presigned request may be used, in seconds; undefined where the signature is in a header. */
  readonly expiresSeconds: string | undefined;
}

/**
 * Reads the claim from the Authorization header, or from the query of a presigned request.
 *
 * @throws KinesisError MissingAuthenticationTokenException, IncompleteSignatureException with all that is missing, and
 * InvalidSignatureException where both are there. Source: recorded against AWS.
 */
export function signatureClaim(headers: CanonicalHeaders, parameters: QueryParameters): SignatureClaim {
  const authorization = headers.get('authorization');
  const isPresigned = parameters.some(([name]) => name === 'X-Amz-Algorithm');
  if (authorization && isPresigned)
    throw invalidSignature(
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  if (authorization && !SIGNATURE_SCHEME.test(authorization)) throw notASignature();
  if (authorization) return claimOfHeader(authorization, headers);
  if (isPresigned) return claimOfQuery(parameters);
  throw missingAuthenticationToken();
}

const SIGNATURE_SCHEME = /^AWS4-/;

/** What another scheme brings may be a secret: AWS's sentence would repeat it, and answers are logged. */
function notASignature(): KinesisError {
  const missing = ['Credential', 'Signature', 'SignedHeaders'].map(
    (name) => `Authorization header requires '${name}' parameter. `,
  );
  return incompleteSignature(`${missing.join('')}Its scheme is not AWS4-HMAC-SHA256.`);
}

function claimOfHeader(authorization: string, headers: CanonicalHeaders): SignatureClaim {
  const { algorithm, Credential = '', Signature = '', SignedHeaders = '' } = authorizationOf(authorization);
  const date = headers.get('x-amz-date') ?? headers.get('date') ?? '';
  if (Credential === '' || Signature === '' || SignedHeaders === '' || date === '')
    throw incompleteHeader(authorization, { Credential, Signature, SignedHeaders, date });
  return {
    algorithm,
    credential: Credential,
    signedHeaders: SignedHeaders,
    signature: Signature,
    date,
    securityToken: headers.get('x-amz-security-token'),
    expiresSeconds: undefined,
  };
}

type AuthorizationParameter = 'Credential' | 'SignedHeaders' | 'Signature';

interface Authorization extends Partial<Record<AuthorizationParameter, string | undefined>> {
  readonly algorithm: string;
}

/** As the SDKs write it. */
const USUAL_FORM = /^([^\s,]+) Credential=([^\s,=]+), ?SignedHeaders=([^\s,=]+), ?Signature=([^\s,=]+)$/;

function authorizationOf(authorization: string): Authorization {
  const usual = USUAL_FORM.exec(authorization);
  if (usual) {
    const [, algorithm = '', Credential, SignedHeaders, Signature] = usual;
    return { algorithm, Credential, SignedHeaders, Signature };
  }
  const [algorithm = '', ...pairs] = authorization.split(/[ ,]+/);
  return { algorithm, ...authorizationParameters(pairs.filter(Boolean), authorization) };
}

function incompleteHeader(
  authorization: string,
  { date, ...parameters }: Readonly<Record<AuthorizationParameter | 'date', string>>,
): KinesisError {
  const missing = Object.entries(parameters)
    .filter(([, value]) => value === '')
    .map(([name]) => `Authorization header requires '${name}' parameter. `);
  if (date === '')
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  return incompleteSignature(`${missing.join('')}Authorization=${authorization}`);
}

/** A parameter that is there twice, or that nobody knows, might be read otherwise by somebody else: refused. */
function authorizationParameters(
  pairs: readonly string[],
  authorization: string,
): Partial<Record<AuthorizationParameter, string>> {
  const given: Partial<Record<AuthorizationParameter, string>> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 0)
      throw incompleteSignature(
        `'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
      );
    const name = pair.slice(0, equals);
    if (!isAuthorizationParameter(name) || given[name] !== undefined)
      throw incompleteSignature(
        `'${name}' is unknown or repeated in Authorization header: '${authorization}'.`,
      );
    given[name] = pair.slice(equals + 1);
  }
  return given;
}

function isAuthorizationParameter(name: string): name is AuthorizationParameter {
  return name === 'Credential' || name === 'SignedHeaders' || name === 'Signature';
}

const QUERY_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
];

function claimOfQuery(parameters: QueryParameters): SignatureClaim {
  const given = new Map(parameters);
  const missing = QUERY_PARAMETERS.filter((name) => !given.get(name));
  if (missing.length > 0) {
    const sentences = missing.map((name) => `AWS query-string parameters must include '${name}'. `);
    throw incompleteSignature(`${sentences.join('')}Re-examine the query-string parameters.`);
  }
  return {
    algorithm: given.get('X-Amz-Algorithm') ?? '',
    credential: given.get('X-Amz-Credential') ?? '',
    signedHeaders: given.get('X-Amz-SignedHeaders') ?? '',
    signature: given.get('X-Amz-Signature') ?? '',
    date: given.get('X-Amz-Date') ?? '',
    securityToken: given.get('X-Amz-Security-Token'),
    expiresSeconds: given.get('X-Amz-Expires') ?? '',
  };
}
