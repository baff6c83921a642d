import type { SignedRequest } from '../signed-request.js';
import { SigningKeys } from '../signing-keys.js';
import type { Credential, VerifyOptions } from '../verify-signature.js';
import { signedBySdk, type SdkSignOptions, type UnsignedRequest } from './sdk-signer.js';

/** The time of all these requests. */
export const NOW_MS = Date.UTC(2026, 8, 26, 12, 34, 56);

export const ALICE = { accessKeyId: 'AKIDALICE', secretAccessKey: 'the secret of Alice' };
export const GUEST = {
  accessKeyId: 'ASIAGUEST',
  secretAccessKey: 'the secret of a guest',
  sessionToken: 'token/of+the guest==',
};
const CREDENTIALS = new Map<string, Credential>([ALICE, GUEST].map((one) => [one.accessKeyId, one]));

/** Verifies as a server does that knows Alice and the guest. */
export function verifyOptions(changes: Partial<VerifyOptions<Credential>> = {}): VerifyOptions<Credential> {
  return {
    credentialOf: (accessKeyId) => CREDENTIALS.get(accessKeyId),
    nowMs: NOW_MS,
    signingKeys: new SigningKeys(),
    regions: ['us-east-1'],
    ...changes,
  };
}

const TARGET = 'Kinesis_20131202.PutRecord';
const JSON_1_1 = 'application/x-amz-json-1.1';
const BODY = Buffer.from('{"StreamName":"orders","Data":"aGVsbG8=","PartitionKey":"a"}');

/** As the SDKs send them. Source: seen on the wire. */
export const HEADERS = {
  boto3: {
    Host: 'shardwell:4567',
    'X-Amz-Target': TARGET,
    'Content-Type': JSON_1_1,
    'User-Agent': 'Boto3/1.26.27',
    'Accept-Encoding': 'identity',
  },
  javascriptOverHttp1: {
    host: 'shardwell:4567',
    'x-amz-target': TARGET,
    'content-type': JSON_1_1,
    'content-length': String(BODY.length),
    'x-amz-user-agent': 'aws-sdk-js/3.1143.0',
    'amz-sdk-invocation-id': '6b1c7f4e-8c0f-4b1e-9d3a-2f0d9c7b5a11',
    'amz-sdk-request': 'attempt=1; max=3',
    'user-agent': 'aws-sdk-js/3.1143.0',
  },
  javascriptOverHttp2: {
    ':authority': 'shardwell:4567',
    'x-amz-target': TARGET,
    'content-type': JSON_1_1,
    'content-length': String(BODY.length),
    'x-amz-user-agent': 'aws-sdk-js/3.1143.0',
    'amz-sdk-invocation-id': '6b1c7f4e-8c0f-4b1e-9d3a-2f0d9c7b5a11',
    'amz-sdk-request': 'attempt=1; max=3',
  },
} as const;

/** A PutRecord of Alice's that is right. */
export function signedPut(
  request: Partial<UnsignedRequest> = {},
  options: Partial<SdkSignOptions> = {},
): Promise<SignedRequest> {
  return signedBySdk(
    { headers: HEADERS.javascriptOverHttp2, body: BODY, ...request },
    { credentials: ALICE, nowMs: NOW_MS, ...options },
  );
}

/** The request with one header set to another value, or without it. */
export function withHeader(request: SignedRequest, name: string, value: string | undefined): SignedRequest {
  const rawHeaders: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const [key = '', before = ''] = request.rawHeaders.slice(i, i + 2);
    if (key.toLowerCase() !== name) rawHeaders.push(key, before);
  }
  return { ...request, rawHeaders: value === undefined ? rawHeaders : [...rawHeaders, name, value] };
}

export function headerOf({ rawHeaders }: SignedRequest, name: string): string {
  const at = rawHeaders.findIndex((key, i) => i % 2 === 0 && key.toLowerCase() === name);
  return rawHeaders[at + 1] ?? '';
}
