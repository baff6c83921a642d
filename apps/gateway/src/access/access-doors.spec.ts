// What the doors say of callers that they do not know, of what is asked, and what the audit says of all that.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/eventually.js';
import { signedBySdk } from '../../../../libs/wire/src/sigv4/testing/sdk-signer.js';
import {
  answerOfGrpc,
  arnOf,
  GuardedGateway,
  keyOf,
  NAMES,
  ROOT,
  tokenOf,
  type Key,
} from '../testing/guarded-gateway.js';

let gateway: GuardedGateway;

beforeAll(async () => {
  gateway = await GuardedGateway.start();
});
afterAll(() => gateway.close());

const bearing = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });
const PUT = { StreamName: 'orders', PartitionKey: 'k', Data: 'AA==' };

async function statusOf(path: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(gateway.url + path, init);
  await response.arrayBuffer();
  return response.status;
}

/** First: refusals have a budget for each address, and those below use it up. */
describe('the audit of the doors', () => {
  it('has a line for each call of the control plane and each refusal, and no secret', async () => {
    const { lines } = gateway;
    lines.length = 0;
    await gateway.aws(ROOT, 'DescribeStream', { StreamName: 'orders' });
    await gateway.aws(ROOT, 'DescribeStream', { StreamName: 'missing' });
    for (const operation of ['AddTagsToStream', 'SplitShard', 'PutRecord'])
      await gateway.call(ROOT, operation, { StreamName: '?' }).catch(() => undefined);
    await statusOf('/v1/streams/%3F', { method: 'DELETE', ...bearing(tokenOf('here')) });
    await gateway.aws(ROOT, 'PutRecord', PUT);
    await gateway.aws(keyOf('nobody'), 'PutRecord', PUT);
    await gateway.aws(keyOf('unknown'), 'ListStreams', {});
    await statusOf('/v1/streams', bearing(tokenOf('here')));
    await statusOf('/v1/streams', bearing('the-token-of-eve'));
    for (const path of ['/metrics', '/templates', '/nothing?x'])
      await statusOf(path, bearing(tokenOf('producer')));
    const told = lines.map(({ event, principal, action, resource, result, door }) =>
      [event, String(principal).replace(/.*[:/]/, ''), action, resource, result, door].join(' '),
    );
    expect(told).toEqual([
      `call root kinesis:DescribeStream ${arnOf('orders')} ok aws`,
      `call root kinesis:DescribeStream ${arnOf('missing')} ResourceNotFoundException aws`,
      'call root kinesis:AddTagsToStream * ValidationException aws',
      'call root kinesis:SplitShard * ValidationException aws',
      'call here kinesis:DeleteStream * ValidationException rest',
      `refusal nobody kinesis:PutRecord ${arnOf('orders')} AccessDeniedException aws`,
      'refusal anonymous kinesis:ListStreams  UnrecognizedClientException aws',
      'call here kinesis:ListStreams * ok rest',
      'refusal anonymous GET /v1/streams  UnrecognizedClientException rest',
      'refusal producer cloudwatch:GetMetricData * AccessDeniedException rest',
      `refusal producer kinesis:GetRecords ${arnOf('logs')} AccessDeniedException rest`,
      'refusal producer GET /nothing  AccessDeniedException rest',
    ]);
    expect(lines[6]).toMatchObject({ audit: true, accessKeyId: 'AKIAunknown', sourceIp: '127.0.0.1' });
    expect(JSON.stringify(lines)).not.toMatch(/the-(secret|token)-of/);
  });

  it('names the request as its answer does', async () => {
    const { headers } = await fetch(`${gateway.url}/v1/streams`, bearing(tokenOf('here')));
    expect(gateway.lines.at(-1)).toMatchObject({ requestId: headers.get('x-amzn-requestid') });
  });
});

describe('the Kinesis API', () => {
  it.each<readonly [string, Key | undefined]>([
    ['nobody', undefined],
    ['somebody with a wrong secret', { ...keyOf('here'), secretAccessKey: 'the-secret-of-nobody' }],
    ['a key that nobody has', keyOf('unknown')],
  ])('does not know %s', async (_, credentials) => {
    expect(await gateway.aws(credentials, 'ListStreams', {})).toBe('not known');
  });

  it('is not passed by another way of writing an ARN', async () => {
    const { StreamName: _, ...rest } = PUT;
    const StreamARN = arnOf('orders').replace('arn:aws:', 'arn:aws-cn:');
    expect(await gateway.aws(keyOf('careful'), 'PutRecord', { ...rest, StreamARN })).toBe('denied');
  });

  it('says who may not do what with what, and why', async () => {
    const denied = `is not authorized to perform: kinesis:PutRecord on resource: ${arnOf('orders')}`;
    const user = 'User: arn:aws:iam::000000000000:user';
    await expect(gateway.call(keyOf('nobody'), 'PutRecord', PUT)).rejects.toThrow(
      `${user}/nobody ${denied} because no identity-based policy allows the kinesis:PutRecord action`,
    );
    await expect(gateway.call(keyOf('careful'), 'PutRecord', PUT)).rejects.toThrow(
      `${user}/careful ${denied} with an explicit deny in an identity-based policy`,
    );
    const closed = { ...PUT, StreamName: 'closed' };
    await expect(gateway.call(keyOf('producer'), 'PutRecord', closed)).rejects.toThrow(
      'with an explicit deny in a resource-based policy',
    );
  });

  it('asks for a signature where the operation stands in the path, and for no token', async () => {
    const response = await fetch(`${gateway.url}/service/Kinesis_20131202/operation/ListStreams`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor', authorization: `Bearer ${tokenOf('here')}` },
      body: Buffer.from([0xa0]),
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException');
    expect(await response.text()).not.toContain(tokenOf('here'));
  });
});

describe('every other path', () => {
  it.each([
    '/v1/streams',
    '/v1/openapi.json',
    '/v1/streams/open/tail',
    '/v1/nothing',
    '/metrics',
    '/templates',
    '//',
    '/livez/',
    '/service/Kinesis_20131202',
  ])('asks for a token: %s', async (path) => {
    for (const init of [{}, bearing('the-token-of-eve'), { headers: { authorization: 'Basic YTpi' } }]) {
      const response = await fetch(gateway.url + path, init);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ status: 401, title: 'Unauthorized' });
    }
  });

  it('takes one token and not another beside it', async () => {
    const bearers = ['here', 'careful'].map((name) => `Bearer ${tokenOf(name)}`);
    expect(await statusWith([bearers[0] ?? ''])).toBe(200);
    for (const authorization of [bearers, bearers.toReversed(), ['Bearer x', ...bearers]])
      expect(await statusWith(authorization)).toBe(401);
  });

  it('takes signatures too: root has no token', async () => {
    const stolen = { ...keyOf('here'), secretAccessKey: 'the-secret-of-nobody' };
    expect(await signed({ method: 'POST', path: '/v1/streams/orders/records' }, ROOT)).toBe(200);
    expect(await signed({ method: 'POST', path: '/v1/streams/orders/records' }, keyOf('reader'))).toBe(403);
    expect(await signed({ method: 'GET', path: '/v1/streams?limit=1' }, ROOT)).toBe(200);
    expect(await signed({ method: 'GET', path: '/metrics' }, ROOT)).toBe(200);
    expect(await signed({ method: 'GET', path: '/metrics' }, keyOf('careful'))).toBe(403);
    expect(await signed({ method: 'GET', path: '/nothing' }, ROOT)).toBe(404);
    for (const path of ['/v1/streams?limit=1', '/metrics', '/nothing'])
      expect(await signed({ method: 'GET', path }, stolen)).toBe(401);
  });

  it('asks nobody whether the process lives and is ready', async () => {
    for (const path of ['/livez', '/readyz']) expect(await statusOf(path)).toBe(200);
  });

  it.each(['orders', 'missing'])('of REST tells nobody who may do nothing about %s', async (stream) => {
    const { headers } = bearing(tokenOf('nobody'));
    for (const [request, { query = '', body }] of Object.entries(REST_REQUESTS)) {
      const [method = '', path = ''] = request.split(' ');
      const status = await statusOf(path.replaceAll(/\{\w+\}/g, stream) + query, {
        method,
        headers: { ...(headers as object), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect([request, status]).toEqual([request, 403]);
    }
  });

  it('of REST is among those requests', () => {
    const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
      readonly paths: Readonly<Record<string, object>>;
    };
    const requests = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(REST_REQUESTS).toSorted()).toEqual(requests.toSorted());
  });
});

/** Every request of REST, with what makes it a good one. */
const REST_REQUESTS: Readonly<Record<string, { readonly query?: string; readonly body?: object }>> = {
  'GET /v1/account': {},
  'PUT /v1/account/throughput-commitment': { body: { status: 'DISABLED' } },
  'POST /v1/streams': { body: { name: 'missing', shardCount: 1 } },
  'GET /v1/streams': {},
  'GET /v1/streams/{name}': {},
  'DELETE /v1/streams/{name}': {},
  'PUT /v1/streams/{name}/retention': { body: { hours: 48 } },
  'PUT /v1/streams/{name}/mode': { body: { mode: 'ON_DEMAND' } },
  'PUT /v1/streams/{name}/max-record-size': { body: { maxRecordSizeKiB: 2048 } },
  'PUT /v1/streams/{name}/record-distribution': { body: { strategy: 'AUTO' } },
  'PUT /v1/streams/{name}/warm-throughput': { body: { miBps: 10 } },
  'PUT /v1/streams/{name}/encryption': { body: { keyId: 'alias/aws/kinesis' } },
  'DELETE /v1/streams/{name}/encryption': {},
  'PUT /v1/streams/{name}/shard-level-metrics': { body: { metrics: ['ALL'] } },
  'DELETE /v1/streams/{name}/shard-level-metrics': { query: '?metrics=ALL' },
  'GET /v1/streams/{name}/tags': {},
  'PATCH /v1/streams/{name}/tags': { body: { tags: { a: 'b' } } },
  'DELETE /v1/streams/{name}/tags': { query: '?keys=a' },
  'GET /v1/streams/{name}/policy': {},
  'PUT /v1/streams/{name}/policy': { body: {} },
  'DELETE /v1/streams/{name}/policy': {},
  'GET /v1/streams/{name}/shards': {},
  'POST /v1/streams/{name}/consumers': { body: { name: 'app' } },
  'GET /v1/streams/{name}/consumers': {},
  'GET /v1/streams/{name}/consumers/{consumer}': {},
  'DELETE /v1/streams/{name}/consumers/{consumer}': {},
  'POST /v1/streams/{name}/records': { body: { data: 1 } },
  'GET /v1/streams/{name}/records': { query: '?shardId=0' },
  'GET /v1/streams/{name}/tail': {},
};

/** A request of REST that is signed as one of the Kinesis API would be; its status. */
async function signed(
  { method, path }: { readonly method: string; readonly path: string },
  credentials: Key,
): Promise<number> {
  const body = Buffer.from(method === 'GET' ? '' : 'raw');
  const unsigned = { method, url: path, headers: { host: new URL(gateway.url).host }, body };
  const { rawHeaders } = await signedBySdk(unsigned, { credentials, nowMs: Date.now() });
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.set(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  headers.delete('host');
  return statusOf(path, { method, headers, ...(body.length > 0 ? { body } : {}) });
}

/** The status of a request with each of these in a header of its own, which fetch would make one of. */
async function statusWith(authorization: readonly string[]): Promise<number | undefined> {
  const headers = authorization.flatMap((value) => ['authorization', value]);
  const asked = get(`${gateway.url}/v1/streams`, { headers: ['host', 'shardwell', ...headers] });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe('gRPC', () => {
  it.each([{}, { token: 'the-token-of-eve' }])('does not know who comes with %j', async (options) => {
    const producer = await gateway.producer(options);
    const record = { data: Buffer.from('x') };
    expect(await answerOfGrpc(producer.putRecord({ streamName: 'open', record }))).toBe('not known');
    const stream = producer.putStream();
    const ended = new Promise((_, reject) => stream.on('error', reject));
    expect(await answerOfGrpc(ended)).toBe('not known');
  });
});

describe('the access file', () => {
  it('takes keys, tokens and rights away while the server runs', async () => {
    const here = keyOf('here');
    expect(await gateway.aws(here, 'ListStreams', {})).toBe('allowed');
    gateway.admitOnly(NAMES.filter((name) => name !== 'here'));
    await eventually(async () => (await gateway.aws(here, 'ListStreams', {})) === 'not known');
    expect(await statusOf('/v1/streams', bearing(tokenOf('here')))).toBe(401);
    expect(await statusOf('/v1/streams', bearing(tokenOf('careful')))).toBe(200);
  });
});
