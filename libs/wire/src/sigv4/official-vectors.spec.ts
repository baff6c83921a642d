import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canonicalQuery, queryParameters } from './canonical-query.js';
import { canonicalPath, canonicalRequest, sha256, stringToSign } from './canonical-request.js';
import { signRequest } from './sign-request.js';
import { headerLines } from './signed-headers.js';
import { canonicalHeaders, pathAndQuery, type SignedRequest } from './signed-request.js';
import { SigningKeys } from './signing-keys.js';
import { verifySignature, type VerifyOptions } from './verify-signature.js';

/** AWS's own test suite; SHARDWELL_TEST_SIGV4_VECTORS names another copy of it. */
const FOLDER = process.env['SHARDWELL_TEST_SIGV4_VECTORS'] ?? 'test/sigv4-vectors/v4';

interface Context {
  readonly credentials: {
    readonly access_key_id: string;
    readonly secret_access_key: string;
    readonly token?: string;
  };
  readonly region: string;
  readonly service: string;
  readonly timestamp: string;
  readonly normalize: boolean;
  readonly sign_body: boolean;
  readonly omit_session_token?: boolean;
}

const signingKeys = new SigningKeys();

/** One character is one byte, as Node gives them. */
const textOf = (name: string, file: string): string => readFileSync(join(FOLDER, name, file), 'latin1');

function requestOf(name: string, file: string): SignedRequest {
  const text = textOf(name, file);
  const [, head = '', body = ''] = /^(.*?)\n\n(.*)$/s.exec(`${text}\n\n`) ?? [];
  const [requestLine = '', ...lines] = head.replaceAll(/\n\s+/g, ' ').split('\n');
  const [, method = '', url = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(requestLine) ?? [];
  const rawHeaders = lines.flatMap((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1),
  ]);
  return { method, url, rawHeaders, body: Buffer.from(body.slice(0, -2), 'latin1') };
}

function caseOf(name: string) {
  const context = JSON.parse(textOf(name, 'context.json')) as Context;
  const { access_key_id, secret_access_key, token } = context.credentials;
  const { region, service } = context;
  const options = {
    nowMs: Date.parse(context.timestamp),
    signingKeys,
    service,
    pathRule: context.normalize ? 'normalized' : 'as-sent',
  } as const;
  const credential = {
    secretAccessKey: secret_access_key,
    ...(token === undefined ? {} : { sessionToken: token }),
  };
  const verifyOptions: VerifyOptions<typeof credential> = {
    ...options,
    regions: [region],
    credentialOf: (accessKeyId) => (accessKeyId === access_key_id ? credential : undefined),
    isPresignedAllowed: true,
    isTokenAddedAfterwards: context.omit_session_token === true,
  };
  return { context, options, credential, verifyOptions };
}

const names = readdirSync(FOLDER);

describe('the test suite of AWS', () => {
  it('is all there', () => expect(names).toHaveLength(38));

  it.each(names)('verifies the signed request: %s', (name) => {
    const { verifyOptions, credential } = caseOf(name);
    const verified = verifySignature(requestOf(name, 'header-signed-request.txt'), verifyOptions);
    expect(verified).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', credential, region: 'us-east-1' });
  });

  it.each(names)('verifies the presigned request: %s', (name) => {
    const { verifyOptions, credential } = caseOf(name);
    const verified = verifySignature(requestOf(name, 'query-signed-request.txt'), verifyOptions);
    expect(verified).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', credential });
  });

  it.each(names)('signs the request alike: %s', (name) => {
    const { context, options } = caseOf(name);
    const request = requestOf(name, 'request.txt');
    const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, token } = context.credentials;
    const isTokenSigned = token !== undefined && context.omit_session_token !== true;
    const { authorization = '' } = signRequest(
      {
        ...request,
        rawHeaders: context.sign_body
          ? [...request.rawHeaders, 'x-amz-content-sha256', sha256(request.body)]
          : request.rawHeaders,
      },
      {
        ...options,
        region: context.region,
        credentials: {
          accessKeyId,
          secretAccessKey,
          ...(isTokenSigned ? { sessionToken: token } : {}),
        },
      },
    );
    expect(authorization).toContain(`Signature=${textOf(name, 'header-signature.txt').trim()}`);
    expect(requestOf(name, 'header-signed-request.txt').rawHeaders).toContain(authorization);
  });

  it.each(names.flatMap((name) => [[name, 'header'] as const, [name, 'query'] as const]))(
    'has the same canonical request, string to sign and signature: %s, %s',
    (name, form) => {
      const { options, credential } = caseOf(name);
      const request = requestOf(name, `${form}-signed-request.txt`);
      const { path, query } = pathAndQuery(request.url);
      const canonicalText = textOf(name, `${form}-canonical-request.txt`).trimEnd();
      const [signedHeaders = '', payloadHash = ''] = canonicalText.split('\n').slice(-2);
      const isTokenSigned = canonicalText.includes('X-Amz-Security-Token');
      const unsigned = ['X-Amz-Signature', ...(isTokenSigned ? [] : ['X-Amz-Security-Token'])];
      const canonical = canonicalRequest({
        method: request.method,
        path: canonicalPath(path, options.pathRule),
        query: canonicalQuery(queryParameters(query).filter(([key]) => !unsigned.includes(key))),
        headerLines: headerLines(signedHeaders.split(';'), canonicalHeaders(request.rawHeaders)),
        signedHeaders,
        payloadHash: sha256(request.body),
      });
      expect(canonical).toBe(canonicalText);
      expect(payloadHash).toBe(sha256(request.body));
      const scope = '20150830/us-east-1/service/aws4_request';
      const text = stringToSign({ timestamp: '20150830T123600Z', scope, canonical });
      expect(text).toBe(textOf(name, `${form}-string-to-sign.txt`).trimEnd());
      const key = signingKeys.keyOf(`AKIDEXAMPLE/${scope}`, credential.secretAccessKey);
      expect(key.sign(text)).toBe(textOf(name, `${form}-signature.txt`).trimEnd());
    },
  );
});
