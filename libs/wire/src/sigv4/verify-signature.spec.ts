import { describe, expect, it } from '@jest/globals';
import { KinesisError } from '#lib/kinesis';
import { canonicalRequest, sha256, stringToSign } from './canonical-request.js';
import type { SigningCredentials } from './sign-request.js';
import type { SignedRequest } from './signed-request.js';
import { SigningKeys } from './signing-keys.js';
import type { SdkSignOptions, UnsignedRequest } from './testing/sdk-signer.js';
import {
  ALICE,
  GUEST,
  headerOf,
  HEADERS,
  NOW_MS,
  signedPut,
  verifyOptions,
  withHeader,
} from './testing/signed-puts.js';
import { verifySignature, type Credential, type VerifyOptions } from './verify-signature.js';

const MINUTE_MS = 60_000;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and ' +
  'signing method. Consult the service documentation for details.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';

type Changes = Partial<VerifyOptions<Credential>>;

function refusalOf(request: SignedRequest, changes: Changes = {}): readonly [string, string] {
  try {
    verifySignature(request, verifyOptions(changes));
  } catch (error) {
    if (error instanceof KinesisError) return [error.code, error.message];
    throw error;
  }
  throw new Error('the request was accepted');
}

describe('a signature', () => {
  it.each<readonly [string, Partial<UnsignedRequest>, Partial<SdkSignOptions>, Changes]>([
    ['boto3', { headers: HEADERS.boto3 }, { applyChecksum: false }, {}],
    ['the SDK for JavaScript, over HTTP/1.1', { headers: HEADERS.javascriptOverHttp1 }, {}, {}],
    ['the SDK for JavaScript, over HTTP/2', { headers: HEADERS.javascriptOverHttp2 }, {}, {}],
    ['a client without a body', { body: Buffer.alloc(0) }, {}, {}],
    ['a client whose clock is 5 minutes behind', {}, { nowMs: NOW_MS - 5 * MINUTE_MS }, {}],
    ['a client whose clock is 5 minutes ahead', {}, { nowMs: NOW_MS + 5 * MINUTE_MS }, {}],
    [
      'a client of another region that is named',
      {},
      { region: 'eu-west-3' },
      { regions: ['us-east-1', 'eu-west-3'] },
    ],
    ['somebody with temporary credentials', {}, { credentials: GUEST }, {}],
    [
      'a client that presigns, where that is allowed',
      {},
      { expiresSeconds: 3600 },
      { isPresignedAllowed: true },
    ],
    [
      'a client that presigned an hour ago for longer',
      {},
      { expiresSeconds: 3601, nowMs: NOW_MS - 60 * MINUTE_MS },
      { isPresignedAllowed: true },
    ],
    [
      'a client that presigns with temporary credentials',
      {},
      { expiresSeconds: 60, credentials: GUEST },
      { isPresignedAllowed: true },
    ],
    [
      'a client that leaves the body out, where that is allowed',
      { headers: { ...HEADERS.boto3, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      {},
      { isUnsignedPayloadAllowed: true },
    ],
  ])('is verified that was made by %s', async (_, request, options, changes) => {
    const { accessKeyId, credential } = verifySignature(
      await signedPut(request, options),
      verifyOptions(changes),
    );
    expect([accessKeyId, credential]).toEqual([
      (options.credentials ?? ALICE).accessKeyId,
      options.credentials ?? ALICE,
    ]);
  });

  it('says which region and which headers it is for', async () => {
    const put = await signedPut({ headers: HEADERS.boto3 }, { applyChecksum: false });
    expect(verifySignature(put, verifyOptions())).toMatchObject({
      region: 'us-east-1',
      signedHeaders: ['accept-encoding', 'content-type', 'host', 'x-amz-date', 'x-amz-target'],
    });
  });

  it.each([
    ['host', ':authority', HEADERS.boto3],
    [':authority', 'host', HEADERS.javascriptOverHttp2],
  ] as const)('for %s holds where a proxy made it %s', async (signed, sent, headers) => {
    const put = await signedPut({ headers });
    const proxied = withHeader(withHeader(put, signed, undefined), sent, 'shardwell:4567');
    expect(verifySignature(proxied, verifyOptions()).accessKeyId).toBe(ALICE.accessKeyId);
  });

  it('holds behind a proxy that rewrites the host, for the hosts that are named', async () => {
    const proxied = withHeader(await signedPut(), ':authority', '10.0.0.7:4567');
    const acceptedHosts = ['kinesis.example.org', 'shardwell:4567'];
    expect(verifySignature(proxied, verifyOptions({ acceptedHosts })).accessKeyId).toBe(ALICE.accessKeyId);
    expect(refusalOf(proxied, { acceptedHosts: ['kinesis.example.org'] })).toEqual([
      'InvalidSignatureException',
      MISMATCH,
    ]);
    expect(refusalOf(proxied)).toEqual(['InvalidSignatureException', MISMATCH]);
  });

  it('may have its date in a Date header', () => {
    const rawHeaders = ['Host', 'shardwell:4567', 'Date', 'Sat, 26 Sep 2026 12:34:56 GMT'];
    const scope = '20260926/us-east-1/kinesis/aws4_request';
    const canonical = canonicalRequest({
      method: 'POST',
      path: '/',
      query: '',
      headerLines: ['date:Sat, 26 Sep 2026 12:34:56 GMT', 'host:shardwell:4567'],
      signedHeaders: 'date;host',
      payloadHash: sha256(Buffer.from('{}')),
    });
    const text = stringToSign({ timestamp: '20260926T123456Z', scope, canonical });
    const credential = `${ALICE.accessKeyId}/${scope}`;
    const signature = new SigningKeys().keyOf(credential, ALICE.secretAccessKey).sign(text);
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=date;host, Signature=${signature}`;
    const put = {
      method: 'POST',
      url: '/',
      rawHeaders: [...rawHeaders, 'Authorization', authorization],
      body: Buffer.from('{}'),
    };
    expect(verifySignature(put, verifyOptions()).accessKeyId).toBe(ALICE.accessKeyId);
    expect(refusalOf(put, { nowMs: NOW_MS + 301_000 })[1]).toMatch(/^Signature expired: 20260926T123456Z/);
  });
});

describe('a request without a signature', () => {
  const bare = { method: 'POST', url: '/', rawHeaders: ['Host', 'shardwell'], body: Buffer.from('{}') };
  const withAuthorization = (authorization: string, date?: string): SignedRequest =>
    withHeader(withHeader(bare, 'authorization', authorization), 'date', date);
  const NO_DATE = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  const requires = (...names: string[]): string =>
    names.map((name) => `Authorization header requires '${name}' parameter. `).join('');

  it('misses its token', () => {
    const missing = ['MissingAuthenticationTokenException', 'Missing Authentication Token'];
    expect(refusalOf(bare)).toEqual(missing);
    expect(refusalOf(withAuthorization(''))).toEqual(missing);
    const url = '/?X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-SignedHeaders=c&X-Amz-Date=d';
    expect(refusalOf({ ...bare, url })).toEqual(missing);
  });

  // Source: recorded against AWS, but for the last two.
  it.each([
    [
      'AWS4-X',
      undefined,
      `${requires('Credential', 'Signature', 'SignedHeaders')}${NO_DATE}Authorization=AWS4-X`,
    ],
    [
      'AWS4- Signature=b Credential=a',
      'a',
      `${requires('SignedHeaders')}Authorization=AWS4- Signature=b Credential=a`,
    ],
    [
      'AWS4- Signature=b,Credential=a',
      'a',
      `${requires('SignedHeaders')}Authorization=AWS4- Signature=b,Credential=a`,
    ],
    [
      'AWS4- Signature=b, Credential=a',
      'a',
      `${requires('SignedHeaders')}Authorization=AWS4- Signature=b, Credential=a`,
    ],
    [
      'AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders',
      'a',
      "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: " +
        "'AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders'.",
    ],
    [
      'AWS4- Signature=b,Signature=b',
      'a',
      "'Signature' is unknown or repeated in Authorization header: 'AWS4- Signature=b,Signature=b'.",
    ],
    [
      'AWS4- toString=b',
      'a',
      "'toString' is unknown or repeated in Authorization header: 'AWS4- toString=b'.",
    ],
  ])('lists what its header misses: %s', (authorization, date, message) => {
    expect(refusalOf(withAuthorization(authorization, date))).toEqual([
      'IncompleteSignatureException',
      message,
    ]);
  });

  it.each([
    'the-token-of-bob',
    'the-token-of-bob=',
    'Bearer the-token-of-bob',
    'Bearer the-token-of-bob=',
    'bearer the-token-of-bob',
    'Basic the-token-of-bob==',
    'Bearer, the-token-of-bob, AWS4-HMAC-SHA256',
    'the-token-of-bob Credential=a, SignedHeaders=b, Signature=c',
  ])('does not repeat what is not for it: %s', (authorization) => {
    expect(refusalOf(withAuthorization(authorization, 'a'))).toEqual([
      'IncompleteSignatureException',
      `${requires('Credential', 'Signature', 'SignedHeaders')}Its scheme is not AWS4-HMAC-SHA256.`,
    ]);
  });

  // Source: recorded against AWS.
  it('lists what its query misses', () => {
    const names = [
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
      'X-Amz-Date',
    ];
    const sentences = names.map((name) => `AWS query-string parameters must include '${name}'. `);
    expect(refusalOf({ ...bare, url: '/?X-Amz-Algorithm' })).toEqual([
      'IncompleteSignatureException',
      `${sentences.join('')}Re-examine the query-string parameters.`,
    ]);
  });

  // Source: recorded against AWS.
  it('is refused for two', () => {
    expect(refusalOf({ ...withAuthorization('X'), url: '/?X-Amz-Algorithm' })).toEqual([
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ]);
  });
});

describe('a signature is refused', () => {
  it.each<readonly [string, string, Partial<SdkSignOptions>]>([
    [
      'that is too old',
      'Signature expired: 20260926T122955Z is now earlier than 20260926T122956Z (20260926T123456Z - 5 min.)',
      { nowMs: NOW_MS - 5 * MINUTE_MS - 1000 },
    ],
    [
      'of a clock that is ahead',
      'Signature not yet current: 20260926T123957Z is still later than 20260926T123956Z (20260926T123456Z + 5 min.)',
      { nowMs: NOW_MS + 5 * MINUTE_MS + 1000 },
    ],
    [
      'for another region',
      "Credential should be scoped to a valid region, not 'eu-west-1'. ",
      { region: 'eu-west-1' },
    ],
    [
      'for another service',
      "Credential should be scoped to correct service: 'kinesis'. ",
      { service: 'dynamodb' },
    ],
    ['with another secret', MISMATCH, { credentials: { ...ALICE, secretAccessKey: 'a guess' } }],
    [
      'in a query',
      'A presigned request is not accepted: send the signature in the Authorization header.',
      { expiresSeconds: 60 },
    ],
  ])('%s', async (_, message, options) => {
    expect(refusalOf(await signedPut({}, options))).toEqual(['InvalidSignatureException', message]);
  });

  const { accessKeyId, secretAccessKey } = GUEST;
  it.each<readonly [string, SigningCredentials]>([
    ['of a key that nobody has', { ...ALICE, accessKeyId: 'AKIDNOBODY' }],
    ['without the session token', { accessKeyId, secretAccessKey }],
    ['with another session token', { ...GUEST, sessionToken: 'token/of+the guest=?' }],
    ['with a session token where there is none', { ...ALICE, sessionToken: 'one of my own' }],
  ])('%s', async (_, credentials) => {
    expect(refusalOf(await signedPut({}, { credentials }))).toEqual([
      'UnrecognizedClientException',
      INVALID_TOKEN,
    ]);
  });

  it.each([
    [
      'the host is not signed',
      'host;',
      '',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'the target is not signed',
      ';x-amz-target',
      '',
      "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    ['a header is named twice', 'host;', 'host;host;', 'A header is named twice in SignedHeaders.'],
    [
      'a signed header is not there',
      'host;',
      'host;missing;',
      "'missing' is a 'SignedHeader' in the AWS Authorization and is not in the request.",
    ],
    [
      'its scope is of another day',
      '20260926/',
      '20260925/',
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        "'20260925' != '20260926', from '20260926T123456Z'.",
    ],
    [
      'its scope ends otherwise',
      'aws4_request',
      'aws4',
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'. ",
    ],
    [
      'nothing else of its scope is right',
      '20260926/us-east-1/kinesis/aws4_request',
      'b/c/d/e',
      "Credential should be scoped to a valid region, not 'c'. Credential should be scoped to correct service: 'kinesis'. " +
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in Credential scope does not " +
        "match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '20260926', from '20260926T123456Z'.",
    ],
  ])('where %s', async (_, before, after, message) => {
    const put = await signedPut({ headers: HEADERS.boto3 });
    const authorization = headerOf(put, 'authorization').replace(before, after);
    expect(refusalOf(withHeader(put, 'authorization', authorization))).toEqual([
      'InvalidSignatureException',
      message,
    ]);
  });

  it.each([
    [
      'has another algorithm',
      'authorization',
      'SHA256',
      'SHA25',
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ",
    ],
    [
      'has a scope of four parts',
      'authorization',
      'AKIDALICE/20260926/us-east-1/kinesis/aws4_request',
      'a/b/c/d',
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c/d'",
    ],
    [
      'has a date that is none',
      'x-amz-date',
      '20260926T123456Z',
      '20260231T123456Z',
      "Date must be in ISO-8601 'basic format'. Got '20260231T123456Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    ],
  ])('that %s', async (_, name, before, after, message) => {
    const put = await signedPut();
    const changed = withHeader(put, name, headerOf(put, name).replace(before, after));
    expect(refusalOf(changed)).toEqual(['IncompleteSignatureException', message]);
  });

  it.each([
    ['UNSIGNED-PAYLOAD', /is 'UNSIGNED-PAYLOAD': the body must be signed, in one piece/],
    ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', /the body must be signed, in one piece/],
    ['0'.repeat(64), /does not match what was computed/],
  ])('that declares the body as %s', async (declared, message) => {
    const put = await signedPut({ headers: { ...HEADERS.boto3, 'x-amz-content-sha256': declared } });
    const [code, sentence] = refusalOf(put);
    expect([code, sentence]).toEqual(['InvalidSignatureException', expect.stringMatching(message)]);
  });

  it.each(['0', '-1', '604801', '1e3', '', '9999999'])(
    'that is presigned for %j seconds',
    async (seconds) => {
      const put = await signedPut({}, { expiresSeconds: 60 });
      const url = put.url.replace('X-Amz-Expires=60', `X-Amz-Expires=${seconds}`);
      const [code, message] = refusalOf({ ...put, url }, { isPresignedAllowed: true });
      expect([code, message]).toEqual([
        'IncompleteSignatureException',
        `X-Amz-Expires must be a number of seconds from 1 to 604800, not '${seconds}'.`,
      ]);
    },
  );

  it('that was presigned for less long', async () => {
    const put = await signedPut({}, { expiresSeconds: 90, nowMs: NOW_MS - 91_000 });
    expect(refusalOf(put, { isPresignedAllowed: true })).toEqual([
      'InvalidSignatureException',
      'Signature expired: 20260926T123325Z is now earlier than 20260926T123326Z (20260926T123456Z - 90 s)',
    ]);
  });
});
