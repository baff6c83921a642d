import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayApp } from '../testing/gateway-app.js';

let gateway: GatewayApp;
let streams = 0;

beforeAll(async () => {
  gateway = await GatewayApp.start();
});
afterAll(() => gateway.close());

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(
  request: string,
  json?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const [method = '', path = ''] = request.split(' ');
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(`${gateway.url}${path}`, { method, headers: { ...type, ...headers }, ...body });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

/** The path of a new stream, in mode PROVISIONED unless settings say otherwise. */
async function newStream(settings: object = { shardCount: 1 }): Promise<string> {
  const name = `stream-${(streams += 1)}`;
  expect((await ask('POST /v1/streams', { name, ...settings })).status).toBe(201);
  return `/v1/streams/${name}`;
}

describe('a setting of a stream', () => {
  it.each([
    ['retention', { hours: 48 }, { retentionHours: 48 }],
    ['mode', { mode: 'ON_DEMAND' }, { mode: 'ON_DEMAND' }],
    ['max-record-size', { maxRecordSizeKiB: 2048 }, { maxRecordSizeKiB: 2048 }],
    ['shard-level-metrics', { metrics: ['IncomingBytes'] }, { shardLevelMetrics: ['IncomingBytes'] }],
    ['encryption', {}, { encryptionKeyId: 'alias/aws/kinesis' }],
  ])('%s is put and told', async (setting, value, told) => {
    const path = await newStream();
    expect((await ask(`PUT ${path}/${setting}`, value)).status).toBe(200);
    expect((await ask(`GET ${path}`)).body).toMatchObject(told);
  });

  it('goes back: retention, encryption, metrics', async () => {
    const path = await newStream();
    await ask(`PUT ${path}/retention`, { hours: 48 });
    await ask(`PUT ${path}/retention`, { hours: 24 });
    await ask(`PUT ${path}/encryption`, {});
    expect((await ask(`DELETE ${path}/encryption`)).status).toBe(200);
    await ask(`PUT ${path}/shard-level-metrics`, { metrics: ['ALL'] });
    await ask(`DELETE ${path}/shard-level-metrics?metrics=IncomingBytes,OutgoingBytes`);
    const { body } = await ask(`GET ${path}`);
    expect(body).toMatchObject({ retentionHours: 24 });
    expect(body).not.toHaveProperty('encryptionKeyId');
    expect(body['shardLevelMetrics']).toHaveLength(5);
  });

  it('spreads records evenly, and keeps throughput warm once the account commits to it', async () => {
    const path = await newStream({ mode: 'ON_DEMAND' });
    expect((await ask(`PUT ${path}/record-distribution`, { strategy: 'AUTO' })).status).toBe(200);
    const committed = await ask('PUT /v1/account/throughput-commitment', { status: 'ENABLED' });
    expect(committed.body).toMatchObject({ status: 'ENABLED', startedAt: expect.any(String) });
    expect((await ask(`PUT ${path}/warm-throughput`, { miBps: 10 })).status).toBe(200);
    expect((await ask(`GET ${path}`)).body).toMatchObject({
      recordDistribution: 'AUTO',
      warmThroughputMiBps: 10,
    });
    // All of it: what the gateway knows of its surroundings is nobody's business.
    expect((await ask('GET /v1/account')).body).toEqual({
      accountId: '000000000000',
      region: 'us-east-1',
      openShardCount: expect.any(Number),
      shardLimit: expect.any(Number),
      onDemandStreamCount: expect.any(Number),
      onDemandStreamLimit: 50,
      throughputCommitment: {
        status: 'ENABLED',
        startedAt: expect.any(String),
        earliestAllowedEndAt: expect.any(String),
      },
    });
  });

  it.each([
    ['PUT /v1/streams/none/retention', { hours: 48 }, 404, 'ResourceNotFoundException'],
    ['PUT {}/retention', { hours: 1 }, 400, 'ValidationException'],
    ['PUT {}/mode', { mode: 'SOMETIMES' }, 400, 'ValidationException'],
    ['PUT {}/record-distribution', { strategy: 'AUTO' }, 400, 'InvalidArgumentException'],
    ['PUT {}/encryption', { keyId: 'alias/none' }, 409, 'KMSNotFoundException'],
    ['POST {}/retention', { hours: 48 }, 405, 'UnknownOperationException'],
  ])('is refused: %s %j', async (request, value, status, code) => {
    const path = await newStream();
    const answer = await ask(request.replace('{}', path), value);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('tags, policy, shards and consumers of a stream', () => {
  it('has tags that are added and taken away', async () => {
    const path = await newStream({ shardCount: 1, tags: { a: '1' } });
    expect((await ask(`PATCH ${path}/tags`, { tags: { b: '2', c: '3' } })).body).toEqual({
      tags: { a: '1', b: '2', c: '3' },
    });
    expect((await ask(`DELETE ${path}/tags?keys=a,c,none`)).status).toBe(204);
    expect((await ask(`GET ${path}/tags`)).body).toEqual({ tags: { b: '2' } });
    expect((await ask(`PATCH ${path}/tags`, { tags: { 'aws:x': '' } })).status).toBe(400);
  });

  it('has a policy that is put as JSON', async () => {
    const path = await newStream();
    expect((await ask(`GET ${path}/policy`)).body).toEqual({});
    const arn = (await ask(`GET ${path}`)).body['arn'];
    const policy = {
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kinesis:GetRecords', Resource: arn }],
    };
    expect((await ask(`PUT ${path}/policy`, policy)).status).toBe(204);
    expect((await ask(`GET ${path}/policy`)).body).toEqual(policy);
    expect((await ask(`DELETE ${path}/policy`)).status).toBe(204);
    expect((await ask(`DELETE ${path}/policy`)).status).toBe(404);
    expect((await ask(`PUT ${path}/policy`, { Statement: 'x' })).body['code']).toBe(
      'InvalidArgumentException',
    );
  });

  it('has a policy as it was sent, and none with an element that is there twice', async () => {
    const path = `${gateway.url}${await newStream()}/policy`;
    const policy =
      '{ "Statement": {"Effect": "Allow", "Principal": "*", "Action": "kinesis:*", "Resource": "*"} }';
    const put = (body: string) =>
      fetch(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    expect((await put(policy)).status).toBe(204);
    const refused = await put(policy.replace('"Effect"', '"Effect": "Deny", "Effect"'));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'InvalidArgumentException',
      detail: 'The policy cannot be used: Effect is there twice.',
    });
    expect(await (await fetch(path)).text()).toBe(policy);
  });

  it('lists shards by a filter, page by page', async () => {
    const path = await newStream({ shardCount: 3 });
    const first = await ask(`GET ${path}/shards?limit=2`);
    expect(first.body['shards']).toHaveLength(2);
    const rest = await ask(`GET ${path}/shards?nextToken=${String(first.body['nextToken'])}`);
    expect(rest.body).toEqual({ shards: [expect.objectContaining({ shardId: 'shardId-000000000002' })] });
    const after = await ask(`GET ${path}/shards?filter=after-shard-id&shardId=1`);
    expect(after.body['shards']).toHaveLength(1);
    expect((await ask(`GET ${path}/shards?filter=at-timestamp`)).status).toBe(400);
  });

  it('registers consumers, lists them, and lets them go', async () => {
    const path = await newStream();
    const made = await ask(`POST ${path}/consumers`, { name: 'billing' });
    expect([made.status, made.headers.get('location')]).toEqual([201, `${path}/consumers/billing`]);
    expect(made.body).toMatchObject({ name: 'billing', status: 'CREATING' });
    const consumer = { ...made.body, status: 'ACTIVE' };
    expect((await ask(`GET ${path}/consumers/billing`)).body).toEqual(consumer);
    expect((await ask(`GET ${path}/consumers`)).body).toEqual({ consumers: [consumer] });
    expect((await ask(`POST ${path}/consumers`, { name: 'billing' })).status).toBe(409);
    expect((await ask(`DELETE ${path}`)).status).toBe(409);
    const other = await newStream();
    await ask(`POST ${other}/consumers`, { name: 'billing' });
    expect((await ask(`DELETE ${other}?consumers=delete`)).status).toBe(204);
    expect((await ask(`DELETE ${path}/consumers/billing`)).status).toBe(204);
    expect((await ask(`GET ${path}/consumers/billing`)).status).toBe(404);
  });
});

describe('a put with an Idempotency-Key', () => {
  const KEY = { 'idempotency-key': 'order-7' };

  it('happens once and is answered the same; another body is refused', async () => {
    const path = await newStream();
    const first = await ask(`POST ${path}/records`, { data: 'a', partitionKey: 'k' }, KEY);
    expect([first.status, first.body['failedRecordCount']]).toEqual([200, 0]);
    expect((await ask(`POST ${path}/records`, { data: 'a', partitionKey: 'k' }, KEY)).body).toEqual(
      first.body,
    );
    const other = await ask(`POST ${path}/records`, { data: 'b', partitionKey: 'k' }, KEY);
    expect([other.status, other.body['title']]).toEqual([422, 'Unprocessable Entity']);
    const { body } = await ask(`GET ${path}/records?shardId=0`);
    expect(body['records']).toHaveLength(1);
  });

  it('is refused with a key that is too long', async () => {
    const path = await newStream();
    const answer = await ask(`POST ${path}/records`, { data: 'a' }, { 'idempotency-key': 'x'.repeat(257) });
    expect([answer.status, answer.body['code']]).toEqual([400, 'ValidationException']);
  });
});
