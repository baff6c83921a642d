import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { queryParameters } from '../canonical-query.js';
import type { SigningCredentials } from '../sign-request.js';
import { pathAndQuery, type SignedRequest } from '../signed-request.js';

/** What a client wants to send, before it is signed. */
export interface UnsignedRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface SdkSignOptions {
  readonly credentials: SigningCredentials;
  readonly nowMs: number;
  readonly region?: string;
  readonly service?: string;
  /** Whether the SDK adds `x-amz-content-sha256`. Default yes. */
  readonly applyChecksum?: boolean;
  /** Where the signature goes. Default into a header. */
  readonly expiresSeconds?: number;
}

/** Signs by the code that AWS's SDK for JavaScript signs with: what the verifier is measured by. */
export async function signedBySdk(request: UnsignedRequest, options: SdkSignOptions): Promise<SignedRequest> {
  const { credentials, nowMs, region = 'us-east-1', service = 'kinesis', applyChecksum = true } = options;
  const { method = 'POST', url = '/', headers, body = Buffer.from('{}') } = request;
  const { path, query } = pathAndQuery(url);
  const signer = new SignatureV4({ credentials, region, service, applyChecksum, sha256: Sha256 });
  const toSign = {
    method,
    protocol: 'http:',
    hostname: 'unused',
    path,
    query: queryOf(query),
    headers: { ...headers },
    body,
  };
  const signingDate = new Date(nowMs);
  const { expiresSeconds } = options;
  const signed =
    expiresSeconds === undefined
      ? await signer.sign(toSign, { signingDate })
      : await signer.presign(toSign, {
          signingDate,
          expiresIn: expiresSeconds,
          unhoistableHeaders: new Set(Object.keys(headers)),
        });
  return {
    method,
    url: urlOf(path, signed.query ?? {}),
    rawHeaders: Object.entries(signed.headers).flatMap(([name, value]) => [name, asSent(value)]),
    body,
  };
}

type Query = Record<string, string | string[] | null>;

/** The SDK signs decoded text. */
function queryOf(query: string): Query {
  const values: Query = {};
  for (const [name, value] of queryParameters(query)) {
    const before = values[asText(name)];
    values[asText(name)] = [...[before ?? []].flat(), asText(value)];
  }
  return values;
}

function urlOf(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** The bytes of a text, one character each. */
const asSent = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const asText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** SHA-256 and its HMAC as the SDK asks for them. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret));
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('the SDK makes a new one for each use');
  }
}

function keyOf(secret: string | ArrayBuffer | ArrayBufferView): Uint8Array | string {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
