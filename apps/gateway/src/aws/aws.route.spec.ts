import http2 from 'node:http2';
import { connect } from 'node:net';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger, Health, parseConfig, startHttpApp, type HttpApp } from '#lib/bootstrap';
import { isOperationName, SERVICE_MODEL } from '#lib/wire';
import { AwsRoute } from './aws.route.js';
import { ACCESS } from '../access/access.js';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { operationNamed } from '../operation-table.js';
import { failingShards } from '../testing/failing-shards.js';
import { openDoors } from '../testing/open-doors.js';
import { MemoryGateway } from '../testing/memory-gateway.js';

const JSON_1_1 = 'application/x-amz-json-1.1';

@Module({})
class GatewayOnMemory {}

let gateway: MemoryGateway;
let app: HttpApp;
/** What the route works with; a test may put something in its place. */
let context: OperationContext;

beforeAll(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', { shardCount: 4 });
  context = gateway.context;
  const live = new Proxy({} as OperationContext, { get: (_, name) => Reflect.get(context, name) });
  const frame = {
    config: parseConfig({ SHARDWELL_HTTP_PORT: '0' }),
    logger: createLogger({ app: 'test', level: 'silent' }),
    health: new Health(),
  };
  const providers = [
    AwsRoute,
    { provide: OPERATION_CONTEXT, useValue: live },
    { provide: ACCESS, useValue: openDoors(gateway.context) },
  ];
  app = await startHttpApp({ frame, modules: [{ module: GatewayOnMemory, providers }] });
});

afterAll(async () => {
  await app.close();
  await gateway.close();
});

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

async function call({ method = 'POST', headers = {}, body }: Call) {
  const response = await fetch(app.url, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A call as an SDK makes it. */
function invoke(operation: string, request: object | string) {
  const body = typeof request === 'string' ? request : JSON.stringify(request);
  return call({
    headers: { 'content-type': JSON_1_1, 'x-amz-target': `Kinesis_20131202.${operation}` },
    body,
  });
}

describe('the Kinesis API', () => {
  it('answers in JSON 1.1 with both request ids', async () => {
    const { status, headers, text } = await invoke('DescribeStreamSummary', { StreamName: 'orders' });
    expect([status, headers.get('content-type')]).toEqual([200, JSON_1_1]);
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(Buffer.from(headers.get('x-amz-id-2') ?? '', 'base64')).toHaveLength(72);
    expect(headers.get('x-amzn-errortype')).toBeNull();
    expect(JSON.parse(text).StreamDescriptionSummary.StreamCreationTimestamp).toBe(gateway.nowMs / 1000);
    expect(text).not.toContain('null');
  });

  it('answers an empty body where an operation has no output', async () => {
    for (const operation of ['CreateStream', 'DeleteStream']) {
      const { status, headers, text } = await invoke(operation, { StreamName: 'short-lived' });
      expect([status, headers.get('content-length'), text]).toEqual([200, '0', '']);
    }
  });

  it('gives records back byte for byte', async () => {
    await invoke('CreateStream', { StreamName: 'bytes', ShardCount: 1 });
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const Records = [all, Buffer.alloc(0), Buffer.from('π')].map((data) => ({
      Data: data.toString('base64'),
      PartitionKey: 'ключ "1"',
    }));
    const put = JSON.parse((await invoke('PutRecords', { StreamName: 'bytes', Records })).text);
    const one = JSON.parse((await invoke('PutRecord', { StreamName: 'bytes', ...Records[0] })).text);
    const start = { StreamName: 'bytes', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = JSON.parse((await invoke('GetShardIterator', start)).text);
    const got = JSON.parse((await invoke('GetRecords', { ShardIterator })).text);
    expect(put.FailedRecordCount).toBe(0);
    expect(got.Records).toEqual(
      [...Records, Records[0]].map((record, i) => ({
        ...record,
        SequenceNumber: [...put.Records, one][i].SequenceNumber,
        ApproximateArrivalTimestamp: gateway.nowMs / 1000,
      })),
    );
  });

  it('is spoken over h2c too', async () => {
    const session = http2.connect(app.url);
    const request = session.request({
      ':method': 'POST',
      ':path': '/',
      'content-type': JSON_1_1,
      'x-amz-target': 'Kinesis_20131202.ListStreams',
    });
    request.end('{}');
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    session.close();
    expect(JSON.parse(text).StreamNames).toContain('orders');
  });

  const others = Object.keys(SERVICE_MODEL.operations).filter(
    (operation) => isOperationName(operation) && !operationNamed(operation),
  );
  it.each(others)('says that it does not have %s yet', async (operation) => {
    const { status, text } = await invoke(operation, {});
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      __type: 'ValidationException',
      message: `Operation ${operation} is not supported by this version of Shardwell.`,
    });
  });
});

describe('a request that cannot be read', () => {
  const target = { 'x-amz-target': 'Kinesis_20131202.ListStreams' };
  const json = { 'content-type': JSON_1_1 };

  it.each<readonly [string, Call, number, string]>([
    ['of another method', { method: 'GET', headers: target }, 403, 'AccessDeniedException'],
    [
      'of another method, with a body',
      { method: 'PUT', headers: { ...target, ...json }, body: '{}' },
      403,
      'AccessDeniedException',
    ],
    ['of OPTIONS without an origin', { method: 'OPTIONS' }, 403, 'AccessDeniedException'],
    [
      'of another content type',
      { headers: { ...target, 'content-type': 'application/json' }, body: '{}' },
      404,
      'UnknownOperationException',
    ],
    [
      'of a content type of no sense',
      { headers: { ...target, 'content-type': '<&>' }, body: '{}' },
      404,
      'UnknownOperationException',
    ],
    ['of no content type', { headers: target, body: Buffer.from('{}') }, 404, 'UnknownOperationException'],
    ['without a body', { headers: { ...target, ...json } }, 400, 'SerializationException'],
    ['without a target', { headers: json, body: '{}' }, 400, 'UnknownOperationException'],
    ['that is not JSON', { headers: { ...target, ...json }, body: 'hello' }, 400, 'SerializationException'],
  ])('is refused: one %s', async (_, request, status, code) => {
    const answer = await call(request);
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe(status === 400 ? JSON_1_1 : 'application/xml');
    expect(answer.text).toContain(code);
  });

  it('takes a content type with a parameter', async () => {
    const headers = { ...target, 'content-type': `${JSON_1_1}; charset=utf-8` };
    expect((await call({ headers, body: '{}' })).status).toBe(200);
  });

  it('refuses a body over the limit while it streams in', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST / HTTP/1.1\r\nHost: test\r\nContent-Type: ${JSON_1_1}\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\n` +
        'Transfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text) => (answer += text));
    const answered = new Promise((resolve) => socket.once('data', resolve));
    socket.on('error', () => undefined);
    for (let sent = 0; sent <= 16; sent += 1) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write('\r\n');
    }
    await answered;
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain(
      '{"__type":"RequestEntityTooLarge","message":"The request body has more than 16777216 bytes, ' +
        'one request takes up to 16777216. ',
    );
  });
});

describe('a request of bad values', () => {
  const record = { Data: 'AA==', PartitionKey: 'a' };
  const put = (entry: object) => ({ StreamName: 'orders', Records: [record, { ...record, ...entry }] });

  it.each<readonly [string, string, object | string, string, RegExp]>([
    [
      'wrong types',
      'PutRecord',
      { StreamName: 1 },
      'SerializationException',
      /can not be converted to an String/,
    ],
    [
      'bad base64',
      'PutRecords',
      put({ Data: 'AA' }),
      'SerializationException',
      /multiple of 4 bytes but found: 2/,
    ],
    [
      'no records',
      'PutRecords',
      { StreamName: 'orders', Records: [] },
      'ValidationException',
      /'\[\]' at 'records'/,
    ],
    [
      '501 records',
      'PutRecords',
      { StreamName: 'orders', Records: Array.from({ length: 501 }).fill(record) },
      'ValidationException',
      /less than or equal to 500/,
    ],
    [
      'a record that is too large',
      'PutRecords',
      put({ Data: Buffer.alloc(1024 * 1024).toString('base64') }),
      'InvalidArgumentException',
      /1048577 bytes.* 1048576 bytes/,
    ],
    [
      'an explicit hash key out of range',
      'PutRecords',
      put({ ExplicitHashKey: `${2n ** 128n}` }),
      'InvalidArgumentException',
      /\[0, 2\^128-1\]/,
    ],
    [
      'an explicit hash key that is no number',
      'PutRecords',
      put({ ExplicitHashKey: '-1' }),
      'ValidationException',
      /regular expression pattern/,
    ],
    [
      'an unknown stream',
      'PutRecord',
      { ...record, StreamName: 'nope' },
      'ResourceNotFoundException',
      /Stream nope under account/,
    ],
    ['no stream', 'PutRecord', record, 'InvalidArgumentException', /StreamName or StreamARN/],
    [
      'a malformed iterator',
      'GetRecords',
      { ShardIterator: 'x' },
      'InvalidArgumentException',
      /^Invalid ShardIterator\.$/,
    ],
    [
      'a Limit too large',
      'GetRecords',
      { ShardIterator: 'x', Limit: 10_001 },
      'ValidationException',
      /'10001' at 'limit'/,
    ],
    [
      'keys of the prototype',
      'PutRecord',
      '{"__proto__":{"Data":"AA==","PartitionKey":"a"},"StreamName":"orders"}',
      'ValidationException',
      /Value null at 'data'/,
    ],
  ])('is refused for %s, and nothing is stored', async (_, operation, request, code, sentence) => {
    const answer = await invoke(operation, request);
    const { __type, message, Message } = JSON.parse(answer.text);
    expect([answer.status, __type]).toEqual([400, code]);
    expect(message ?? Message).toMatch(sentence);
    const start = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = JSON.parse((await invoke('GetShardIterator', start)).text);
    expect(JSON.parse((await invoke('GetRecords', { ShardIterator })).text).Records).toEqual([]);
  });

  it('never is a 500, whatever a client sends', async () => {
    const operations = fc.constantFrom(
      'PutRecords',
      'PutRecord',
      'GetRecords',
      'ListShards',
      'GetShardIterator',
      'DescribeStream',
      'ListStreams',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('orders', 'AA==', '0', 1e308, -1e308, 'TRIM_HORIZON'),
    );
    const members = [
      'StreamName',
      'StreamARN',
      'StreamId',
      'Records',
      'Data',
      'PartitionKey',
      'ExplicitHashKey',
      'ShardIterator',
      'Limit',
      'ShardId',
      'ShardIteratorType',
      'Timestamp',
      'StartingSequenceNumber',
      'ShardFilter',
      'NextToken',
      'ExclusiveStartShardId',
      'StreamCreationTimestamp',
      'SequenceNumberForOrdering',
      'MaxResults',
    ];
    const request = fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(operations, request, async (operation, body) => {
        expect((await invoke(operation, body)).status).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
    expect(gateway.unexpected).toEqual([]);
  });
});

describe('a failure of ours', () => {
  it('is a 500 that says what is known', async () => {
    context = { ...gateway.context, router: failingShards('unknown') };
    const { status, headers, text } = await invoke('PutRecord', {
      StreamName: 'orders',
      Data: '',
      PartitionKey: 'a',
    });
    context = gateway.context;
    expect([status, headers.get('x-amzn-errortype')]).toEqual([500, 'InternalFailure']);
    expect(JSON.parse(text).message).toMatch(/whether anything was stored is unknown/);
  });

  it('says nothing about itself where nobody foresaw it, but is reported', async () => {
    const mistake = new TypeError('a secret');
    const stream = () => {
      throw mistake;
    };
    context = { ...gateway.context, catalogue: { ...gateway.context.catalogue, stream } };
    const { status, text } = await invoke('DescribeStream', { StreamName: 'orders' });
    context = gateway.context;
    expect([status, JSON.parse(text)]).toEqual([
      500,
      { __type: 'InternalFailure', message: 'Internal Service Failure' },
    ]);
    expect(gateway.unexpected.splice(0)).toEqual([mistake]);
  });
});

describe('a browser', () => {
  it('may call from any origin', async () => {
    const { status, headers, text } = await call({
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.org',
        'access-control-request-headers': 'a, b',
        'access-control-request-method': 'POST',
      },
    });
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('x-amz-id-2')).toBeNull();
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'a, b',
      'access-control-allow-methods': 'POST',
      'access-control-max-age': '172800',
    });
  });

  it('may read the headers of an answer', async () => {
    const { headers } = await call({ headers: { origin: 'https://example.org' }, body: '{}' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toContain('x-amzn-RequestId');
  });
});
