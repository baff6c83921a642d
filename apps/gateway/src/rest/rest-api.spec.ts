import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { BAD_REST_REQUESTS, JSON_TYPE, LINES_TYPE, type RestRequest } from '../testing/bad-rest-requests.js';
import { GatewayApp } from '../testing/gateway-app.js';

interface Body {
  readonly records?: readonly Readonly<Record<string, string>>[];
  readonly nextIterator?: string;
  readonly nextToken?: string;
  readonly failedRecordCount?: number;
  readonly millisBehindLatest?: number;
  readonly errors?: readonly unknown[];
  readonly paths?: Readonly<Record<string, object>>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

let gateway: GatewayApp;

beforeAll(async () => {
  gateway = await GatewayApp.start();
});
afterAll(() => gateway.close());

async function ask(request: string, { headers = {}, body }: RestRequest = {}): Promise<Answered> {
  const [method = '', path = ''] = request.split(' ');
  const answer = await fetch(`${gateway.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

const askJson = (request: string, value: unknown) =>
  ask(request, { headers: JSON_TYPE, body: JSON.stringify(value) });

async function makeStream(name: string, shardCount = 1): Promise<string> {
  await askJson('POST /v1/streams', { name, shardCount });
  return `/v1/streams/${name}`;
}

describe('the description', () => {
  it('is at /v1/openapi.json and has every route', async () => {
    const { status, headers, body } = await ask('GET /v1/openapi.json');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const { paths } = SwaggerModule.createDocument(gateway.nest, new DocumentBuilder().build());
    const routes = Object.entries(paths).filter(([path]) => path.startsWith('/v1'));
    expect(routes.map(([path, item]) => [path, Object.keys(item)])).toEqual(
      Object.entries(body.paths ?? {}).map(([path, item]) => [path, Object.keys(item)]),
    );
  });
});

describe('streams', () => {
  it('are made, described and deleted', async () => {
    const made = await askJson('POST /v1/streams', {
      name: 'orders',
      shardCount: 2,
      maxRecordSizeKiB: 2048,
      tags: { team: 'shop' },
    });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/v1/streams/orders']);
    expect(made.body).toEqual({
      name: 'orders',
      arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      id: expect.any(String),
      status: 'ACTIVE',
      mode: 'PROVISIONED',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      openShardCount: 2,
      retentionHours: 24,
      maxRecordSizeKiB: 2048,
      recordDistribution: 'USER_PARTITION_KEY',
      shardLevelMetrics: [],
      consumerCount: 0,
      tags: { team: 'shop' },
      shards: [
        {
          shardId: 'shardId-000000000000',
          parentShardIds: [],
          startingHashKey: '0',
          endingHashKey: '170141183460469231731687303715884105727',
          startingSequenceNumber: expect.stringMatching(/^\d{56}$/),
        },
        expect.objectContaining({ shardId: 'shardId-000000000001' }),
      ],
    });
    expect(await ask('GET /v1/streams/orders')).toMatchObject({ status: 200, body: made.body });
    expect((await ask('DELETE /v1/streams/orders')).status).toBe(204);
    expect((await ask('GET /v1/streams/orders')).status).toBe(404);
  });

  it('are listed a page at a time', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await makeStream(name);
    const first = await ask('GET /v1/streams?limit=2');
    expect(first.body).toMatchObject({
      streams: [{ name: 'page-a' }, { name: 'page-b', openShardCount: 1 }],
    });
    const second = await ask(`GET /v1/streams?nextToken=${first.body.nextToken}`);
    expect(second.body).toMatchObject({ streams: [{ name: 'page-c' }] });
    expect(second.body).not.toHaveProperty('nextToken');
  });

  it('are ON_DEMAND without a number of shards', async () => {
    const { body } = await askJson('POST /v1/streams', { name: 'on-demand' });
    expect(body).toMatchObject({ mode: 'ON_DEMAND', openShardCount: 4 });
  });

  it('may have the longest name that there is', async () => {
    const name = 'n'.repeat(128);
    expect((await askJson('POST /v1/streams', { name, shardCount: 1 })).status).toBe(201);
    expect((await ask(`GET /v1/streams/${name}`)).status).toBe(200);
  });

  it('take no settings from a prototype', async () => {
    const body = '{"name":"plain","shardCount":1,"__proto__":{"maxRecordSizeKiB":4096}}';
    const made = await ask('POST /v1/streams', { headers: JSON_TYPE, body });
    expect(made.body).toMatchObject({ maxRecordSizeKiB: 1024 });
    expect((await ask('GET /v1/streams?__proto__=2')).status).toBe(200);
  });
});

describe('records', () => {
  const read = async (path: string, query = 'shardId=0') => (await ask(`GET ${path}/records?${query}`)).body;
  const textsOf = ({ records = [] }: Body) => records.map((record) => record['text']);

  it('are put as JSON, one or a list of them, and read back', async () => {
    const path = await makeStream('json');
    const one = await askJson(`POST ${path}/records`, { partitionKey: 'a', data: { n: 1 } });
    expect([one.status, one.body]).toEqual([
      200,
      {
        failedRecordCount: 0,
        records: [{ shardId: 'shardId-000000000000', sequenceNumber: expect.stringMatching(/^\d{56}$/) }],
      },
    ]);
    const list = [
      { data: 'text' },
      { data: null },
      { dataBase64: '/wA=' },
      { data: [1], explicitHashKey: '7' },
    ];
    const several = await askJson(`POST ${path}/records`, { records: list });
    expect(several.body.records).toHaveLength(4);
    const { records, nextIterator, millisBehindLatest } = await read(path);
    expect(records).toEqual([
      {
        sequenceNumber: one.body.records?.[0]?.['sequenceNumber'],
        partitionKey: 'a',
        arrivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        dataBase64: Buffer.from('{"n":1}').toString('base64'),
        text: '{"n":1}',
      },
      expect.objectContaining({ text: '"text"' }),
      expect.objectContaining({ text: 'null' }),
      expect.not.objectContaining({ text: expect.anything() }),
      expect.objectContaining({ text: '[1]' }),
    ]);
    expect([typeof nextIterator, millisBehindLatest]).toEqual(['string', 0]);
  });

  it('hold numbers and strange names as they stood in the JSON', async () => {
    const path = await makeStream('exact');
    const data = '{"id":12345678901234567890,"price":1.10000000000000000001,"__proto__":{"constructor":1}}';
    await ask(`POST ${path}/records`, { headers: JSON_TYPE, body: `{"data":${data}}` });
    expect(textsOf(await read(path))).toEqual([data]);
  });

  it('are put as lines of JSON, each as it stands', async () => {
    const path = await makeStream('lines');
    const body = '{"user":{"id":7}, "x": 1.0}\r\n\n{"user":{"id":"b"}}\n{"user":{"id":98765432109876543210}}';
    const answer = await ask(`POST ${path}/records?key=user.id`, { headers: LINES_TYPE, body });
    expect([answer.status, answer.body.failedRecordCount]).toEqual([200, 0]);
    const { records = [] } = await read(path);
    expect(records.map((record) => [record['partitionKey'], record['text']])).toEqual([
      ['7', '{"user":{"id":7}, "x": 1.0}'],
      ['b', '{"user":{"id":"b"}}'],
      ['98765432109876543210', '{"user":{"id":98765432109876543210}}'],
    ]);
  });

  it.each([
    ['application/octet-stream', Buffer.from([0, 255, 10, 13])],
    ['text/plain', Buffer.from('two\nlines')],
    ['application/vnd.api+json', Buffer.from('{ not json')],
    ['application/octet-stream', Buffer.alloc(0)],
  ])('are put as the bytes of one record where the body is %s', async (type, body) => {
    const path = await makeStream(`raw-${body.toString('hex')}`);
    const headers = {
      'content-type': type,
      'x-partition-key': 'Sch\u00c3\u00b6n',
      'x-explicit-hash-key': '5',
    };
    expect((await ask(`POST ${path}/records`, { headers, body })).status).toBe(200);
    expect((await read(path)).records).toEqual([
      expect.objectContaining({ dataBase64: body.toString('base64'), partitionKey: 'Schön' }),
    ]);
  });

  it('without a key get one each', async () => {
    const path = await makeStream('keyless');
    await ask(`POST ${path}/records`, { headers: LINES_TYPE, body: '1\n2\n3' });
    await ask(`POST ${path}/records`, { body: 'raw' });
    const { records = [] } = await read(path);
    expect(new Set(records.map((record) => record['partitionKey'])).size).toBe(4);
  });

  it('are read from each position on, and page by page', async () => {
    const path = await makeStream('positions');
    const put = await ask(`POST ${path}/records`, { headers: LINES_TYPE, body: '1\n2\n3' });
    const second = put.body.records?.[1]?.['sequenceNumber'] ?? '';
    const texts = async (query: string) => textsOf(await read(path, query));
    expect(await texts('shardId=shardId-000000000000&position=trim-horizon')).toEqual(['1', '2', '3']);
    expect(await texts(`shardId=0&position=at-sequence-number&sequenceNumber=${second}`)).toEqual(['2', '3']);
    expect(await texts(`shardId=0&position=after-sequence-number&sequenceNumber=${second}`)).toEqual(['3']);
    expect(await texts('shardId=0&position=at-timestamp&timestamp=2020-01-01T01:00:00%2B01:00')).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(await texts('shardId=0&position=latest')).toEqual([]);
    const page = await read(path, 'shardId=0&limit=2');
    expect(textsOf(page)).toEqual(['1', '2']);
    expect(await texts(`iterator=${page.nextIterator}`)).toEqual(['3']);
  });

  it('that are stored in part have a result each, and the answer says so', async () => {
    const path = await makeStream('partial', 2);
    const records = [
      { data: 1, explicitHashKey: '0' },
      { data: 2, explicitHashKey: String(2n ** 128n - 1n) },
    ];
    await askJson(`POST ${path}/records`, { records });
    gateway.shardLog.refuseNextWrite();
    const answer = await askJson(`POST ${path}/records`, { records });
    expect([answer.status, answer.body]).toEqual([
      207,
      {
        failedRecordCount: 1,
        records: [
          {
            error: {
              code: 'InternalFailure',
              message: expect.stringContaining('nothing was stored'),
              outcomeUnknown: false,
            },
          },
          { shardId: 'shardId-000000000001', sequenceNumber: expect.any(String) },
        ],
      },
    ]);
  });

  it('that are not stored at all are a problem, not an answer', async () => {
    const path = await makeStream('refused');
    await ask(`POST ${path}/records`, { body: 'first' });
    gateway.shardLog.refuseNextWrite();
    expect(await ask(`POST ${path}/records`, { body: 'second' })).toMatchObject({
      status: 500,
      body: { code: 'InternalFailure', detail: expect.stringContaining('nothing was stored') },
    });
    expect(textsOf(await read(path))).toEqual(['first']);
  });
});

const READ = 'GET /v1/streams/there/records';

describe('a bad request', () => {
  beforeAll(async () => {
    await makeStream('there');
  });

  it.each(BAD_REST_REQUESTS.map((bad) => [`${bad[0].slice(0, 100)}: ${bad[4]}`, bad] as const))(
    'gets a problem: %s',
    async (_title, [request, asked, status, code, detail]) => {
      const { headers, body } = await ask(request, asked);
      expect(body).toMatchObject({
        type: 'about:blank',
        status,
        code,
        detail: expect.stringContaining(detail),
      });
      expect(headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('stores nothing', async () => {
    const { body } = await ask(`${READ}?shardId=0`);
    expect(body.records).toEqual([]);
  });

  it('names what else is possible', async () => {
    expect((await ask('PUT /v1/streams')).headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('names every member that is wrong', async () => {
    const { body } = await askJson('POST /v1/streams', { name: 'a b', shardCount: 0 });
    expect(body.errors).toEqual([
      { member: 'name', detail: expect.stringContaining('found "a b"') },
      { member: 'shardCount', detail: expect.stringContaining('found 0') },
    ]);
  });

  it('with a URL that is none is refused', async () => {
    const { headers, body } = await ask('GET /v1/streams/%ZZ');
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, detail: expect.stringContaining('%ZZ') });
  });

  it('with an iterator of another stream is refused', async () => {
    const other = await makeStream('other');
    const { body } = await ask(`GET ${other}/records?shardId=0`);
    expect(await ask(`${READ}?iterator=${body.nextIterator}`)).toMatchObject({
      status: 400,
      body: { detail: 'The ShardIterator belongs to stream other, the request names stream there.' },
    });
  });

  it('elsewhere gets what it would get without the REST API', async () => {
    const answer = await fetch(`${gateway.url}/nowhere`);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: 'Not Found', message: 'Cannot GET /nowhere', statusCode: 404 },
    ]);
  });
});
