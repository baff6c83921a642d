import { once } from 'node:events';
import http2 from 'node:http2';
import { Client, credentials } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { StartError } from '#lib/bootstrap';
import {
  createProducerClient,
  GrpcStatus,
  type ProducerClient,
  type PutRecordRequest,
  type PutRecordsRequest,
  type PutRecordsResponse,
} from '#lib/wire';
import { eventually } from '../../../../test/eventually.js';
import { GatewayApp } from '../testing/gateway-app.js';

const KIB = 1024;
let gateway: GatewayApp;
let producer: ProducerClient;

beforeAll(async () => {
  gateway = await GatewayApp.start();
  producer = await createProducerClient(gateway.grpcTarget);
  await gateway.kinesis.call('CreateStream', { StreamName: 'orders', ShardCount: 4 });
});
afterAll(async () => {
  producer.close();
  await gateway.close();
});

const record = (data: string, partitionKey?: string) => ({
  data: Buffer.from(data),
  ...(partitionKey === undefined ? {} : { partitionKey }),
});
const records = (count: number, bytes = 1) =>
  Array.from({ length: count }, (_, i) => ({ data: Buffer.alloc(bytes, 65), partitionKey: `key ${i}` }));

describe('PutRecord', () => {
  it('stores a record where its key belongs, and says where that is', async () => {
    const place = await producer.putRecord({ streamName: 'orders', record: record('one', 'k') });
    const stored = await gateway.recordsOf('orders');
    expect(stored).toEqual([
      { text: 'one', key: 'k', shardId: place.shardId, sequenceNumber: place.sequenceNumber },
    ]);
  });

  it.each<[string, Partial<PutRecordRequest>, number, string]>([
    ['an unknown stream', { streamName: 'none', record: record('a') }, GrpcStatus.NOT_FOUND, 'Stream none'],
    ['no stream', { record: record('a') }, GrpcStatus.NOT_FOUND, 'ResourceNotFoundException'],
    ['no record', { streamName: 'orders' }, GrpcStatus.INVALID_ARGUMENT, 'The request has no record'],
    [
      'an empty key',
      { streamName: 'orders', record: record('a', '') },
      GrpcStatus.INVALID_ARGUMENT,
      "Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a key that is too long',
      { streamName: 'orders', record: record('a', 'k'.repeat(257)) },
      GrpcStatus.INVALID_ARGUMENT,
      'less than or equal to 256',
    ],
    [
      'a hash key outside the range',
      { streamName: 'orders', record: { ...record('a', 'k'), explicitHashKey: String(1n << 128n) } },
      GrpcStatus.INVALID_ARGUMENT,
      'must be in the range: [0, 2^128-1]',
    ],
    [
      'a record that is too large',
      { streamName: 'orders', record: { data: Buffer.alloc(KIB * KIB), partitionKey: 'k' } },
      GrpcStatus.INVALID_ARGUMENT,
      '1048577 bytes together; stream orders takes records of up to 1048576 bytes',
    ],
    [
      'a message that is too large',
      { streamName: 'orders', record: { data: Buffer.alloc(16 * KIB * KIB) } },
      GrpcStatus.RESOURCE_EXHAUSTED,
      'Received message larger than max',
    ],
  ])('refuses %s', async (_what, request, code, sentence) => {
    const failure = producer.putRecord(request);
    await expect(failure).rejects.toMatchObject({ code, details: expect.stringContaining(sentence) });
  });
});

describe('PutRecords', () => {
  it('answers each record in its place', async () => {
    await gateway.kinesis.call('CreateStream', { StreamName: 'many', ShardCount: 4 });
    const answer = await producer.putRecords({
      streamName: 'many',
      batchId: 'mine',
      records: [record('a', 'one'), record('b', 'two'), record('c', 'three'), record('d', 'one')],
    });
    expect(answer).toMatchObject({ batchId: 'mine', failedRecordCount: 0, error: null });
    const places = answer.results.map(({ shardId, sequenceNumber }) => ({ shardId, sequenceNumber }));
    const stored = await gateway.recordsOf('many');
    expect(
      places.map((place) => stored.find((one) => one.sequenceNumber === place.sequenceNumber)?.text),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each(['', 'a', 'ß'.repeat(256)])('gives the batch_id %j back', async (batchId) => {
    const answer = await producer.putRecords({ streamName: 'many', batchId, records: records(1) });
    expect(answer).toMatchObject({
      batchId,
      results: [{ shardId: expect.stringMatching(/^shardId-\d{12}$/) }],
    });
  });

  it('tells what was stored from what was not', async () => {
    await gateway.kinesis.call('CreateStream', { StreamName: 'partial', ShardCount: 2 });
    const both = [
      { ...record('a', 'k'), explicitHashKey: '0' },
      { ...record('b', 'k'), explicitHashKey: String(2n ** 128n - 1n) },
    ];
    await producer.putRecords({ streamName: 'partial', records: both });
    gateway.shardLog.refuseNextWrite();
    const answer = await producer.putRecords({ streamName: 'partial', batchId: 'b', records: both });
    expect(answer).toMatchObject({
      batchId: 'b',
      failedRecordCount: 1,
      results: [
        { error: { code: 'InternalFailure', outcomeUnknown: false }, shardId: '' },
        { error: null, shardId: 'shardId-000000000001' },
      ],
    });
  });

  it('gives each record without a key one of its own', async () => {
    await gateway.kinesis.call('CreateStream', { StreamName: 'keyless', ShardCount: 1 });
    await producer.putRecords({ streamName: 'keyless', records: [record('a'), record('b')] });
    const keys = (await gateway.recordsOf('keyless')).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it.each<[string, Partial<PutRecordsRequest>, string]>([
    [
      'no records',
      { records: [] },
      "at 'records' failed to satisfy constraint: Member must have length greater",
    ],
    ['501 records', { records: records(501) }, 'less than or equal to 500'],
    ['more than 10 MiB', { records: records(11, KIB * KIB - 100) }, 'one request takes up to 10485760'],
    ['a batch_id that is too long', { records: records(1), batchId: 'b'.repeat(257) }, 'up to 256'],
  ])('refuses %s, and stores nothing', async (_what, request, sentence) => {
    const failure = producer.putRecords({ streamName: 'orders', ...request });
    await expect(failure).rejects.toMatchObject({
      code: GrpcStatus.INVALID_ARGUMENT,
      details: expect.stringContaining(sentence),
    });
    expect(await gateway.recordsOf('orders')).toHaveLength(1);
  });
});

describe('PutStream', () => {
  it('answers 1,000 batches in order, one of them with its refusal', async () => {
    await gateway.kinesis.call('CreateStream', { StreamName: 'stream', ShardCount: 1 });
    const call = producer.putStream();
    const answers: PutRecordsResponse[] = [];
    call.on('data', (answer: PutRecordsResponse) => answers.push(answer));
    for (let batch = 0; batch < 1000; batch += 1) {
      const streamName = batch === 500 ? 'none' : 'stream';
      const hasRoom = call.write({ streamName, batchId: `${batch}`, records: [record(`${batch}`, 'k')] });
      if (!hasRoom) await once(call, 'drain');
    }
    call.end();
    const [status] = (await once(call, 'status')) as [{ code: number }];

    expect(status.code).toBe(0);
    expect(answers.map(({ batchId }) => batchId)).toEqual(Array.from({ length: 1000 }, (_, i) => `${i}`));
    expect(answers[500]).toEqual({
      batchId: '500',
      failedRecordCount: 0,
      results: [],
      error: {
        code: 'ResourceNotFoundException',
        message: 'Stream none under account 000000000000 not found.',
        outcomeUnknown: false,
      },
    });
    const stored = await gateway.recordsOf('stream');
    expect(stored.map(({ text }) => text)).toEqual(answers.map(({ batchId }) => batchId).toSpliced(500, 1));
    expect(stored.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
      answers.flatMap(({ results }) => results.map(({ sequenceNumber }) => sequenceNumber)),
    );
  });

  it('goes on for others when a client hangs up', async () => {
    const call = producer.putStream();
    const failure = new Promise((fail) => {
      call.on('error', fail);
    });
    call.write({ streamName: 'stream', records: records(1) });
    await once(call, 'data');
    call.cancel();
    await failure;
    const answer = await producer.putRecord({ streamName: 'stream', record: record('after', 'k') });
    expect(answer.shardId).toBe('shardId-000000000000');
  });
});

describe('health', () => {
  let isBroken = false;
  afterEach(() => {
    isBroken = false;
  });

  it('is what readiness says', async () => {
    const service = loadSync(protoPath, { enums: String })['grpc.health.v1.Health'];
    const { Check } = service as unknown as Readonly<Record<string, MethodDefinition<object, object>>>;
    const { path, requestSerialize, responseDeserialize } = Check as MethodDefinition<object, object>;
    const client = new Client(gateway.grpcTarget, credentials.createInsecure());
    const status = () =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error, answer) =>
          error ? reject(error) : resolve(answer),
        );
      });
    gateway.health.register('a test', () => (isBroken ? 'it is broken' : undefined));
    expect(await status()).toEqual({ status: 'SERVING' });
    isBroken = true;
    expect(await status()).toEqual({ status: 'NOT_SERVING' });
    client.close();
  });
});

/** A message as gRPC writes it: not compressed, its length, its bytes. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

describe('the door', () => {
  it('tells those who put that it closes', async () => {
    const closing = await GatewayApp.start();
    const client = await createProducerClient(closing.grpcTarget);
    await closing.kinesis.call('CreateStream', { StreamName: 'last', ShardCount: 1 });
    const call = client.putStream();
    const failure = once(call, 'error');
    call.write({ streamName: 'last', batchId: 'taken', records: records(1) });
    const [answer] = (await once(call, 'data')) as [PutRecordsResponse];
    expect(answer).toMatchObject({ batchId: 'taken', failedRecordCount: 0, error: null });
    await closing.close();

    expect((await failure)[0]).toMatchObject({
      code: GrpcStatus.UNAVAILABLE,
      details: 'The server stops. Put the rest elsewhere.',
    });
    client.close();
  });

  it('closes though a client reads none of its answers', async () => {
    const closing = await GatewayApp.start();
    await closing.kinesis.call('CreateStream', { StreamName: 'unread', ShardCount: 1 });
    const service = loadSync('proto/producer.proto')['shardwell.producer.v1.Producer'];
    const { PutStream } = service as unknown as Readonly<Record<string, MethodDefinition<object, object>>>;
    const { path, requestSerialize } = PutStream as MethodDefinition<object, object>;
    const message = framed(requestSerialize({ streamName: 'unread', records: records(500) }));
    const connection = http2.connect(`http://${closing.grpcTarget}`);
    connection.on('error', () => undefined);
    const call = connection.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.on('error', () => undefined);
    // More answers than the flow-control window of HTTP/2 and the call hold; 10,000 records are what one read gives.
    for (let i = 0; i < 40; i += 1) call.write(message);
    await eventually(async () => (await closing.recordsOf('unread')).length === 10_000);
    await closing.close();
    connection.destroy();
  });

  it('says in words that its port is taken, and what to do', async () => {
    const port = Number(gateway.grpcTarget.split(':')[1]);
    const second = GatewayApp.start({ grpcPort: port });
    await expect(second).rejects.toThrow(StartError);
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use by another program`);
  });
});
