import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SignedRequest } from './sigv4/signed-request.js';
import { SigningKeys } from './sigv4/signing-keys.js';
import { verifySignature } from './sigv4/verify-signature.js';
import { createKinesisClient, type KinesisClient, type KinesisClientOptions } from './kinesis-client.js';

/** What the door says to each request in turn; the last answer is said again and again. `cut` closes the connection. */
type Answer = { readonly status: number; readonly body: string } | 'cut' | 'silence';

const NOTHING: SignedRequest = { method: '', url: '', rawHeaders: [], body: Buffer.alloc(0) };
const OK: Answer = {
  status: 200,
  body: '{"StreamDescriptionSummary":{"StreamId":"s","StreamStatus":"ACTIVE"}}',
};
const THROTTLE: Answer = {
  status: 400,
  body: '{"__type":"ProvisionedThroughputExceededException","message":"Rate exceeded"}',
};
const NOT_FOUND: Answer = {
  status: 400,
  body: '{"__type":"ResourceNotFoundException","message":"no such stream"}',
};

describe('the client of the Kinesis API', () => {
  let server: Server | undefined;
  let client: KinesisClient | undefined;
  const requests: { readonly target: unknown; readonly body: string }[] = [];
  let signed: SignedRequest | undefined;

  const clientOf = async (
    answers: readonly [Answer, ...Answer[]],
    options: Partial<KinesisClientOptions> = {},
  ): Promise<KinesisClient> => {
    requests.length = 0;
    server = createServer(async (request, response) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      const { method = '', url = '', rawHeaders, headers } = request;
      const body = await text(request);
      requests.push({ target: headers['x-amz-target'], body });
      signed = { method, url, rawHeaders, body: Buffer.from(body) };
      if (answer === 'cut') request.socket.destroy();
      else if (answer !== 'silence') response.writeHead(answer?.status ?? 500).end(answer?.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = createKinesisClient({ endpoint: `http://127.0.0.1:${port}`, ...options });
    return client;
  };

  const describeStream = (of: KinesisClient, signal?: AbortSignal) =>
    of.call('DescribeStreamSummary', { StreamName: 'orders' }, signal ? { signal } : {});

  afterEach(() => {
    client?.close();
    server?.close();
    server?.closeAllConnections();
  });

  it('names the operation and gives back what was answered', async () => {
    const answer = await describeStream(await clientOf([OK]));
    expect(answer.StreamDescriptionSummary.StreamStatus).toBe('ACTIVE');
    expect(requests).toEqual([
      { target: 'Kinesis_20131202.DescribeStreamSummary', body: '{"StreamName":"orders"}' },
    ]);
  });

  it('signs nothing without credentials', async () => {
    await describeStream(await clientOf([OK]));
    expect(signed?.rawHeaders.map((text) => text.toLowerCase())).not.toContain('authorization');
  });

  it.each([
    ['credentials', { accessKeyId: 'AKID', secretAccessKey: 'secret' }],
    ['temporary credentials', { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'a/token==' }],
  ])('signs each try with %s, as the verifier wants it', async (_, credentials) => {
    await describeStream(await clientOf([THROTTLE, OK], { credentials, region: 'eu-west-1' }));
    expect(requests).toHaveLength(2);
    const verified = verifySignature(signed ?? NOTHING, {
      credentialOf: (accessKeyId) => (accessKeyId === credentials.accessKeyId ? credentials : undefined),
      nowMs: Date.now(),
      signingKeys: new SigningKeys(),
      regions: ['eu-west-1'],
    });
    expect(verified.signedHeaders).toEqual(expect.arrayContaining(['content-type', 'host', 'x-amz-target']));
  });

  it('takes an empty answer for one without members', async () => {
    const kinesis = await clientOf([{ status: 200, body: '' }]);
    expect(await kinesis.call('CreateStream', { StreamName: 'orders' })).toEqual({});
  });

  it.each([
    ['a throttle', THROTTLE],
    ['a failure of the server', { status: 500, body: '{"__type":"InternalFailure","message":"away"}' }],
    ['a lost connection', 'cut'],
  ] as const)('tries again after %s', async (_, failure) => {
    await describeStream(await clientOf([failure, failure, OK]));
    expect(requests).toHaveLength(3);
  });

  it('tries again where no answer comes within the time of a try', async () => {
    await describeStream(await clientOf(['silence', OK], { tryTimeoutMs: 50 }));
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['a refusal', NOT_FOUND, 'ResourceNotFoundException', 'no such stream'],
    [
      'a refusal with a capital letter',
      { status: 400, body: '{"__type":"SerializationException","Message":"bad"}' },
      'SerializationException',
      'bad',
    ],
    ['an answer that is no JSON', { status: 403, body: '<html>' }, 'HTTP 403', '<html>'],
  ] as const)('gives %s to its caller at once', async (_, answer, code, message) => {
    const kinesis = await clientOf([answer]);
    await expect(describeStream(kinesis)).rejects.toMatchObject({ code, message, isRetryable: false });
    expect(requests).toHaveLength(1);
  });

  it('tries once where no time is given', async () => {
    const kinesis = await clientOf([THROTTLE], { deadlineMs: 0 });
    await expect(describeStream(kinesis)).rejects.toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      isRetryable: true,
    });
    expect(requests).toHaveLength(1);
  });

  it('gives up with the last failure when its time is over', async () => {
    const kinesis = await clientOf(['cut'], { deadlineMs: 200 });
    await expect(describeStream(kinesis)).rejects.toMatchObject({ code: 'ConnectionFailure' });
    expect(requests.length).toBeGreaterThan(1);
  });

  it('says where nobody listens', async () => {
    const kinesis = await clientOf([OK], { deadlineMs: 0 });
    server?.close();
    await expect(describeStream(kinesis)).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it('ends at once by its signal, whether it waits for an answer or for the next try', async () => {
    for (const answer of ['silence', THROTTLE] as const) {
      const kinesis = await clientOf([answer]);
      const stopping = new AbortController();
      const call = describeStream(kinesis, stopping.signal);
      while (requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      stopping.abort();
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      kinesis.close();
      server?.close();
      server?.closeAllConnections();
    }
  });
});
