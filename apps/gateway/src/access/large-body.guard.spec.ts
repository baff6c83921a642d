// What strangers may send: nothing of a large body is read, or parsed, before it is known who sends it.
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedBySdk } from '../../../../libs/wire/src/sigv4/testing/sdk-signer.js';
import { GuardedGateway, keyOf, ROOT, tokenOf, type Key } from '../testing/guarded-gateway.js';

let gateway: GuardedGateway;

beforeAll(async () => {
  gateway = await GuardedGateway.start();
});
afterAll(() => gateway.close());

const SMALL = Buffer.from('no JSON');
const LARGE = Buffer.alloc(200 * 1024, 'no JSON ');
const STOLEN = { ...keyOf('here'), secretAccessKey: 'the-secret-of-nobody' };

interface Sent {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How many bytes of the body are sent, of those that are announced. */
  readonly body: Buffer;
  readonly announced?: number;
}

/** The status and the text of the answer, which may come before the body was sent. */
async function post({ path = '/', headers = {}, body, announced = body.length }: Sent) {
  const { promise, resolve, reject } = Promise.withResolvers<readonly [number, string]>();
  const request = httpRequest(gateway.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      ...headers,
      'content-length': announced,
    },
  });
  request.on('error', reject).on('response', (response) => {
    text(response).then((said) => resolve([response.statusCode ?? 0, said]), reject);
  });
  request.write(body);
  try {
    return await promise;
  } finally {
    request.destroy();
  }
}

async function signedHeaders(credentials: Key, { path = '/', body }: Sent): Promise<Record<string, string>> {
  const { host } = new URL(gateway.url);
  const headers = { host, 'x-amz-target': 'Kinesis_20131202.ListStreams' };
  const { rawHeaders } = await signedBySdk(
    { method: 'POST', url: path, headers, body },
    { credentials, nowMs: Date.now() },
  );
  return Object.fromEntries(
    rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1] ?? '']] : [])),
  );
}

describe('a large body of which nothing is sent yet', () => {
  const announced = 16 * 1024 * 1024;
  const body = Buffer.alloc(1);

  it.each([
    ['no signature', {}, 'MissingAuthenticationTokenException'],
    ['no known kind of signature', { authorization: 'Basic YTpi' }, 'IncompleteSignatureException'],
    [
      'a signature of which half is missing',
      { authorization: 'AWS4-HMAC-SHA256 a=b' },
      'IncompleteSignature',
    ],
  ])('is refused where its request has %s', async (_, headers, code) => {
    const [status, said] = await post({ headers, body, announced });
    expect(status).toBe(400);
    expect(said).toContain(code);
  });

  it.each(['/', '/service/Kinesis_20131202/operation/ListStreams', '/v1/streams/orders/records'])(
    'is refused at %s where nobody has the access key',
    async (path) => {
      gateway.lines.length = 0;
      const headers = await signedHeaders(keyOf('unknown'), { path, body });
      const [, said] = await post({ path, headers, body, announced });
      expect(said).toContain(path === '/' ? 'UnrecognizedClientException' : 'security token');
      expect(gateway.lines).toMatchObject([{ audit: true, result: 'UnrecognizedClientException' }]);
    },
  );
});

describe('a body that is no JSON', () => {
  it('is refused as such in front of the signature where it is small, as by AWS', async () => {
    const [, said] = await post({ headers: await signedHeaders(STOLEN, { body: SMALL }), body: SMALL });
    expect(said).toContain('SerializationException');
    expect((await post({ body: SMALL }))[1]).toContain('SerializationException');
  });

  it('is not parsed where it is large and its signature is wrong', async () => {
    const [, said] = await post({ headers: await signedHeaders(STOLEN, { body: LARGE }), body: LARGE });
    expect(said).toContain('InvalidSignatureException');
  });

  it('is parsed where it is large and its signature is right', async () => {
    const [, said] = await post({ headers: await signedHeaders(ROOT, { body: LARGE }), body: LARGE });
    expect(said).toContain('SerializationException');
  });
});

it('whoever has a token may send large bodies', async () => {
  const headers = { authorization: `Bearer ${tokenOf('producer')}`, 'content-type': 'text/plain' };
  const [status] = await post({ path: '/v1/streams/orders/records', headers, body: LARGE });
  expect(status).toBe(200);
});
