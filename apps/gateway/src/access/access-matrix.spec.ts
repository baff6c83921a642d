import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createKinesisClient, createProducerClient, KinesisCallError, type KinesisClient } from '#lib/wire';
import { eventually } from '../../../../test/eventually.js';
import { signedBySdk } from '../../../../libs/wire/src/sigv4/testing/sdk-signer.js';
import { GatewayApp } from '../testing/gateway-app.js';

const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;
const allow = (Action: string | readonly string[], Resource: string) => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Resource });
const ROOT = { accessKeyId: 'root-key', secretAccessKey: 'the-secret-of-root' };
const PUTS = 'kinesis:Put*';

/** What the principals may do by themselves. The streams `open` and `closed` have policies of their own. */
const POLICIES = {
  producer: [allow(PUTS, arn('orders')), allow(PUTS, arn('closed'))],
  reader: [allow(['kinesis:Get*', 'kinesis:Describe*', 'kinesis:List*'], arn('*'))],
  careful: [allow('kinesis:*', '*'), deny(PUTS, arn('orders'))],
  elsewhere: [{ ...allow('*', '*'), Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }],
  here: [{ ...allow('*', '*'), Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } }],
  nobody: [],
};
const OPEN_TO = { ...allow([PUTS, 'kinesis:DescribeStream'], arn('open')), Principal: '*' };
const CLOSED_TO = {
  ...deny(PUTS, '*'),
  Principal: { AWS: 'arn:aws:iam::000000000000:user/producer' },
};

type Name = keyof typeof POLICIES;
type Stream = 'orders' | 'open' | 'closed' | 'missing';
const NAMES = Object.keys(POLICIES) as readonly Name[];
const STREAMS: readonly Stream[] = ['orders', 'open', 'closed', 'missing'];

/** Who may put where, and look at what: what each door must say, read off the policies by hand. */
const MAY_PUT: Readonly<Record<Name, readonly Stream[]>> = {
  producer: ['orders', 'open'],
  reader: ['open'],
  careful: ['open', 'closed', 'missing'],
  elsewhere: ['open'],
  here: STREAMS,
  nobody: ['open'],
};
const MAY_DESCRIBE: Readonly<Record<Name, readonly Stream[]>> = {
  producer: ['open'],
  reader: STREAMS,
  careful: STREAMS,
  elsewhere: ['open'],
  here: STREAMS,
  nobody: ['open'],
};
const MAY_READ: Readonly<Record<Name, readonly Stream[]>> = {
  producer: [],
  reader: STREAMS,
  careful: STREAMS,
  elsewhere: [],
  here: STREAMS,
  nobody: [],
};
const MAY_LIST: readonly Name[] = ['careful', 'here'];

const keyOf = (name: string) => ({ accessKeyId: `AKIA${name}`, secretAccessKey: `the-secret-of-${name}` });
const tokenOf = (name: string) => `the-token-of-${name}`;
const fileOf = (names: readonly Name[]) =>
  JSON.stringify({
    principals: names.map((name) => ({
      name,
      accessKeys: [{ id: keyOf(name).accessKeyId, secret: keyOf(name).secretAccessKey }],
      tokens: [tokenOf(name)],
      policies: POLICIES[name].map((Statement) => ({ Statement })),
    })),
  });

type Line = Readonly<Record<string, unknown>>;

let folder: string;
let accessFile: string;
let gateway: GatewayApp;
const lines: Line[] = [];
const clients: { close(): void }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shardwell-matrix-'));
  accessFile = join(folder, 'access.json');
  writeFileSync(accessFile, fileOf(NAMES));
  gateway = await GatewayApp.start({
    environment: {
      SHARDWELL_AUTH: 'strict',
      SHARDWELL_ACCESS_FILE: accessFile,
      SHARDWELL_ROOT_ACCESS_KEY_ID: ROOT.accessKeyId,
      SHARDWELL_ROOT_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
    },
    logger: pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) }),
  });
  const root = aws(ROOT);
  for (const StreamName of ['orders', 'open', 'closed'])
    await root.call('CreateStream', { StreamName, ShardCount: 1 });
  await call(root, 'PutResourcePolicy', {
    ResourceARN: arn('open'),
    Policy: JSON.stringify({ Statement: OPEN_TO }),
  });
  await call(root, 'PutResourcePolicy', {
    ResourceARN: arn('closed'),
    Policy: JSON.stringify({ Statement: [CLOSED_TO] }),
  });
});
afterAll(async () => {
  for (const client of clients) client.close();
  await gateway.close();
  rmSync(folder, { recursive: true });
});

function aws(credentials: typeof ROOT): KinesisClient {
  const client = createKinesisClient({ endpoint: gateway.url, credentials, deadlineMs: 0 });
  clients.push(client);
  return client;
}

/** Any operation, also one that our own programs never call. */
function call(client: KinesisClient, operation: string, input: object): Promise<unknown> {
  return client.call(operation as 'CreateStream', input as { readonly StreamName: string });
}

type Answer = 'allowed' | 'denied' | 'not known';

/** What a call of the Kinesis API was answered; that something is not there is told only to who may act on it. */
async function answerOf(made: Promise<unknown>): Promise<Answer> {
  try {
    await made;
    return 'allowed';
  } catch (error) {
    if (!(error instanceof KinesisCallError)) throw error;
    return answerOfCode(error.code);
  }
}

function answerOfCode(code: unknown): Answer {
  switch (code) {
    case 'AccessDeniedException':
      return 'denied';
    case 'ResourceNotFoundException':
      return 'allowed';
    case 'UnrecognizedClientException':
    case 'MissingAuthenticationTokenException':
    case 'InvalidSignatureException':
      return 'not known';
    default:
      throw new Error(`an answer that nobody expected: ${String(code)}`);
  }
}

async function rest(path: string, init: RequestInit & { readonly token?: string } = {}): Promise<Answer> {
  const { token, ...request } = init;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(gateway.url + path, { ...request, headers });
  const body = (await response.json()) as { readonly code?: string };
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  if (response.ok) return 'allowed';
  const answer = answerOfCode(body.code);
  const status = { denied: 403, 'not known': 401, allowed: 404 }[answer];
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  return answer;
}

/** A request of REST that is signed as one of the Kinesis API would be; its status. */
async function signed(
  { method, path }: { readonly method: string; readonly path: string },
  credentials: typeof ROOT,
): Promise<number> {
  const body = Buffer.from(method === 'GET' ? '' : 'raw');
  const headers = { host: new URL(gateway.url).host };
  const request = await signedBySdk({ method, url: path, headers, body }, { credentials, nowMs: Date.now() });
  const sent = new Map<string, string>();
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    sent.set(request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? '');
  sent.delete('host');
  const response = await fetch(gateway.url + path, {
    method,
    headers: Object.fromEntries(sent),
    ...(body.length > 0 ? { body } : {}),
  });
  await response.arrayBuffer();
  return response.status;
}

const STATUS_CODES: Readonly<Record<number, Answer>> = { 5: 'allowed', 7: 'denied', 16: 'not known' };

async function grpc(made: Promise<unknown>): Promise<Answer> {
  try {
    await made;
    return 'allowed';
  } catch (error) {
    const answer = STATUS_CODES[(error as { readonly code: number }).code];
    if (answer === undefined) throw error;
    return answer;
  }
}

const record = { data: Buffer.from('x'), partitionKey: 'k' };
const every = NAMES.flatMap((name) => STREAMS.map((stream) => ({ name, stream })));

/** The answers of a door to everybody about every stream, and what they must be. */
async function answers(ask: (name: Name, stream: Stream) => Promise<Answer>) {
  return Promise.all(every.map(async (pair) => ({ ...pair, answer: await ask(pair.name, pair.stream) })));
}
const expected = (may: Readonly<Record<Name, readonly Stream[]>>) =>
  every.map((pair) => ({ ...pair, answer: may[pair.name].includes(pair.stream) ? 'allowed' : 'denied' }));

/** First: refusals have a budget for each address, and those below use it up. */
describe('the audit of the doors', () => {
  it('has a line for each call of the control plane and each refusal, and no secret', async () => {
    lines.length = 0;
    await call(aws(ROOT), 'DescribeStream', { StreamName: 'orders' });
    await answerOf(call(aws(ROOT), 'DescribeStream', { StreamName: 'missing' }));
    await answerOf(
      call(aws(keyOf('nobody')), 'PutRecord', { StreamName: 'orders', PartitionKey: 'k', Data: '' }),
    );
    await answerOf(call(aws(keyOf('unknown')), 'ListStreams', {}));
    await rest('/v1/streams', { token: tokenOf('here') });
    await rest('/v1/streams', { token: 'the-token-of-eve' });
    const told = lines.map(({ event, principal, action, resource, result, door }) =>
      [event, String(principal).replace(/.*[:/]/, ''), action, resource, result, door].join(' '),
    );
    expect(told).toEqual([
      `call root kinesis:DescribeStream ${arn('orders')} ok aws`,
      `call root kinesis:DescribeStream ${arn('missing')} ResourceNotFoundException aws`,
      `refusal nobody kinesis:PutRecord ${arn('orders')} AccessDeniedException aws`,
      'refusal anonymous kinesis:ListStreams  UnrecognizedClientException aws',
      'call here kinesis:ListStreams * ok rest',
      'refusal anonymous GET /v1/streams  UnrecognizedClientException rest',
    ]);
    expect(lines[3]).toMatchObject({ audit: true, accessKeyId: 'AKIAunknown', sourceIp: '127.0.0.1' });
    expect(JSON.stringify(lines)).not.toMatch(/the-(secret|token)-of/);
  });
});

describe('the Kinesis API lets', () => {
  const byKey = (operation: string, inputOf: (stream: Stream) => object) =>
    answers((name, stream) => answerOf(call(aws(keyOf(name)), operation, inputOf(stream))));
  const Data = 'AA==';

  it.each<readonly [string, typeof MAY_PUT, (stream: Stream) => object]>([
    ['PutRecord', MAY_PUT, (StreamName) => ({ StreamName, PartitionKey: 'k', Data })],
    ['PutRecord', MAY_PUT, (stream) => ({ StreamARN: arn(stream), PartitionKey: 'k', Data })],
    ['PutRecords', MAY_PUT, (StreamName) => ({ StreamName, Records: [{ PartitionKey: 'k', Data }] })],
    ['DescribeStream', MAY_DESCRIBE, (StreamName) => ({ StreamName })],
    ['ListShards', MAY_READ, (StreamName) => ({ StreamName })],
    [
      'GetShardIterator',
      MAY_READ,
      (StreamName) => ({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
    ],
  ])('those %s who may', async (operation, may, inputOf) => {
    expect(await byKey(operation, inputOf)).toEqual(expected(may));
  });

  it('those GetRecords who may, by an iterator that somebody else got', async () => {
    const start = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await aws(ROOT).call('GetShardIterator', start);
    for (const name of NAMES) {
      const answer = await answerOf(call(aws(keyOf(name)), 'GetRecords', { ShardIterator }));
      expect([name, answer]).toEqual([name, MAY_READ[name].includes('orders') ? 'allowed' : 'denied']);
    }
  });

  it('those ListStreams who may', async () => {
    for (const name of NAMES) {
      const answer = await answerOf(call(aws(keyOf(name)), 'ListStreams', {}));
      expect([name, answer]).toEqual([name, MAY_LIST.includes(name) ? 'allowed' : 'denied']);
    }
  });

  it('nobody in whom it does not know', async () => {
    const unsigned = createKinesisClient({ endpoint: gateway.url, deadlineMs: 0 });
    clients.push(unsigned);
    const wrong = { ...keyOf('here'), secretAccessKey: 'the-secret-of-nobody' };
    const found = [unsigned, aws(wrong), aws(keyOf('unknown'))].map((client) =>
      answerOf(call(client, 'ListStreams', {})),
    );
    expect(await Promise.all(found)).toEqual(['not known', 'not known', 'not known']);
  });

  it('nobody pass by another way of writing an ARN', async () => {
    const ResourceARN = arn('orders').replace('arn:aws:', 'arn:aws-cn:');
    const put = { StreamARN: ResourceARN, PartitionKey: 'k', Data };
    expect(await answerOf(call(aws(keyOf('careful')), 'PutRecord', put))).toBe('denied');
  });

  it('says who may not do what with what, and why', async () => {
    const put = { StreamName: 'orders', PartitionKey: 'k', Data };
    const denied = 'is not authorized to perform: kinesis:PutRecord on resource: ' + arn('orders');
    await expect(call(aws(keyOf('nobody')), 'PutRecord', put)).rejects.toThrow(
      `User: arn:aws:iam::000000000000:user/nobody ${denied} because no identity-based policy allows the kinesis:PutRecord action`,
    );
    await expect(call(aws(keyOf('careful')), 'PutRecord', put)).rejects.toThrow(
      `User: arn:aws:iam::000000000000:user/careful ${denied} with an explicit deny in an identity-based policy`,
    );
  });
});

describe('RPC over a path lets', () => {
  it('nobody in without a signature, and asks for no token', async () => {
    const url = `${gateway.url}/service/Kinesis_20131202/operation/ListStreams`;
    const headers = { 'content-type': 'application/cbor', authorization: `Bearer ${tokenOf('here')}` };
    const response = await fetch(url, { method: 'POST', headers, body: Buffer.from([0xa0]) });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException');
  });
});

describe('REST lets', () => {
  const byToken = (pathOf: (stream: Stream) => string, init: RequestInit = {}) =>
    answers((name, stream) => rest(pathOf(stream), { ...init, token: tokenOf(name) }));

  it('those put, describe and read who may', async () => {
    const put = { method: 'POST', body: 'raw' };
    expect(await byToken((stream) => `/v1/streams/${stream}/records`, put)).toEqual(expected(MAY_PUT));
    expect(await byToken((stream) => `/v1/streams/${stream}`)).toEqual(expected(MAY_DESCRIBE));
    expect(await byToken((stream) => `/v1/streams/${stream}/records?shardId=0`)).toEqual(expected(MAY_READ));
  });

  it('those list who may', async () => {
    for (const name of NAMES) {
      const answer = await rest('/v1/streams', { token: tokenOf(name) });
      expect([name, answer]).toEqual([name, MAY_LIST.includes(name) ? 'allowed' : 'denied']);
    }
  });

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
  ])('nobody in at %s without a token, or with one that nobody has', async (path) => {
    expect(await rest(path)).toBe('not known');
    expect(await rest(path, { token: 'the-token-of-eve' })).toBe('not known');
  });

  it('those in who sign, as root must: it has no token', async () => {
    const stolen = { ...keyOf('here'), secretAccessKey: 'the-secret-of-nobody' };
    expect(await signed({ method: 'POST', path: '/v1/streams/orders/records' }, ROOT)).toBe(200);
    expect(await signed({ method: 'POST', path: '/v1/streams/orders/records' }, keyOf('reader'))).toBe(403);
    expect(await signed({ method: 'GET', path: '/v1/streams?limit=1' }, ROOT)).toBe(200);
    expect(await signed({ method: 'GET', path: '/v1/streams?limit=1' }, stolen)).toBe(401);
    expect(await signed({ method: 'GET', path: '/metrics' }, stolen)).toBe(401);
    expect(await signed({ method: 'GET', path: '/nothing' }, stolen)).toBe(401);
  });

  it('everybody ask whether the process lives and is ready', async () => {
    for (const path of ['/livez', '/readyz']) expect((await fetch(gateway.url + path)).status).toBe(200);
  });
});

describe('gRPC lets', () => {
  it('those put who may', async () => {
    const producers = new Map(
      await Promise.all(
        NAMES.map(
          async (name) =>
            [name, await createProducerClient(gateway.grpcTarget, { token: tokenOf(name) })] as const,
        ),
      ),
    );
    clients.push(...producers.values());
    const one = await answers(async (name, streamName) =>
      grpc(producers.get(name)?.putRecord({ streamName, record }) ?? Promise.reject(new Error(name))),
    );
    const many = await answers(async (name, streamName) =>
      grpc(
        producers.get(name)?.putRecords({ streamName, records: [record] }) ?? Promise.reject(new Error(name)),
      ),
    );
    expect(one).toEqual(expected(MAY_PUT));
    expect(many).toEqual(expected(MAY_PUT));
  });

  it('a stream of batches in, and asks for each batch', async () => {
    const producer = await createProducerClient(gateway.grpcTarget, { token: tokenOf('producer') });
    clients.push(producer);
    const stream = producer.putStream();
    for (const streamName of STREAMS) stream.write({ streamName, records: [record] });
    stream.end();
    const found: unknown[] = [];
    for await (const { error } of stream) found.push(error?.code ?? 'stored');
    expect(found).toEqual(['stored', 'stored', 'AccessDeniedException', 'AccessDeniedException']);
  });

  it.each([{}, { token: 'the-token-of-eve' }])('nobody in with %j', async (options) => {
    const producer = await createProducerClient(gateway.grpcTarget, options);
    clients.push(producer);
    expect(await grpc(producer.putRecord({ streamName: 'open', record }))).toBe('not known');
    const stream = producer.putStream();
    const ended = new Promise((_, reject) => stream.on('error', reject));
    expect(await grpc(ended)).toBe('not known');
  });
});

describe('the access file', () => {
  it('takes keys, tokens and rights away while the server runs', async () => {
    const here = aws(keyOf('here'));
    expect(await answerOf(call(here, 'ListStreams', {}))).toBe('allowed');
    writeFileSync(accessFile, fileOf(NAMES.filter((name) => name !== 'here')));
    await eventually(async () => (await answerOf(call(here, 'ListStreams', {}))) === 'not known');
    expect(await rest('/v1/streams', { token: tokenOf('here') })).toBe('not known');
    expect(await rest('/v1/streams', { token: tokenOf('careful') })).toBe('allowed');
  });
});
