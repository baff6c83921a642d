import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cborCodec } from '#lib/wire';
import { jackson } from '../../../../libs/wire/src/testing/jackson-cbor.js';
import { GatewayApp } from '../testing/gateway-app.js';

const { object, list, text, blob, number, timestamp } = jackson;
const CBOR_1_1 = 'application/x-amz-cbor-1.1';

let gateway: GatewayApp;

beforeAll(async () => {
  gateway = await GatewayApp.start();
  await invoke('CreateStream', object({ StreamName: text('orders'), ShardCount: number(1) }));
});
afterAll(() => gateway.close());

/** A call as the SDK for Java makes it. */
async function invoke(operation: string, body: Buffer, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': CBOR_1_1, 'x-amz-target': `Kinesis_20131202.${operation}`, ...headers },
    body,
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answer = bytes.length === 0 ? {} : (cborCodec.read(bytes).structure as Record<string, never>);
  return { status: response.status, headers: response.headers, bytes, answer };
}

async function iterator(members: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const start = { StreamName: text('orders'), ShardId: text('shardId-000000000000'), ...members };
  return text((await invoke('GetShardIterator', object(start))).answer['ShardIterator'] as unknown as string);
}

describe('the Kinesis API in CBOR', () => {
  it('answers in CBOR with both request ids', async () => {
    const { status, headers, answer } = await invoke('ListStreams', object({}));
    expect([status, headers.get('content-type')]).toEqual([200, CBOR_1_1]);
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer).toMatchObject({ StreamNames: ['orders'], HasMoreStreams: false });
  });

  it('answers an empty body where an operation has no output', async () => {
    for (const operation of ['CreateStream', 'DeleteStream']) {
      const { status, bytes } = await invoke(operation, object({ StreamName: text('short-lived') }));
      expect([status, bytes.length]).toEqual([200, 0]);
    }
  });

  it('gives records back byte for byte, with their time in milliseconds', async () => {
    const before = Date.now();
    const records = [
      Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
      Buffer.alloc(0),
      Buffer.alloc(70_000, 7),
    ];
    const entries = records.map((Data) => object({ Data: blob(Data), PartitionKey: text('ключ "1"') }));
    const put = await invoke('PutRecords', object({ StreamName: text('orders'), Records: list(...entries) }));
    const one = await invoke(
      'PutRecord',
      object({ StreamName: text('orders'), Data: blob(Buffer.from('one')), PartitionKey: text('a') }),
    );
    expect(put.answer).toMatchObject({
      FailedRecordCount: 0,
      Records: records.map(() => ({ ShardId: 'shardId-000000000000' })),
    });
    const ShardIterator = await iterator({ ShardIteratorType: text('TRIM_HORIZON') });
    const { answer, bytes } = await invoke('GetRecords', object({ ShardIterator }));
    const numbers = [...(put.answer['Records'] as unknown as { SequenceNumber: string }[]), one.answer].map(
      (entry) => (entry as { SequenceNumber: string }).SequenceNumber,
    );
    expect(answer).toMatchObject({
      Records: [...records, Buffer.from('one')].map((Data, i) => ({
        Data,
        PartitionKey: i === 3 ? 'a' : 'ключ "1"',
        SequenceNumber: numbers[i],
      })),
      MillisBehindLatest: 0,
    });
    const [first] = answer['Records'] as unknown as { ApproximateArrivalTimestamp: number }[];
    expect(first?.ApproximateArrivalTimestamp).toBeGreaterThanOrEqual(before);
    expect(first?.ApproximateArrivalTimestamp).toBeLessThanOrEqual(Date.now());
    // Never a float: the SDK for Java cannot read one.
    const name = text('ApproximateArrivalTimestamp');
    expect(bytes.subarray(bytes.indexOf(name) + name.length).subarray(0, 2)).toEqual(Buffer.of(0xc1, 0x1b));
  });

  it('takes timestamps in milliseconds', async () => {
    const at = (ms: number) =>
      iterator({ ShardIteratorType: text('AT_TIMESTAMP'), Timestamp: timestamp(ms) });
    const { answer } = await invoke(
      'GetRecords',
      object({ ShardIterator: await at(Date.now() - 3_600_000) }),
    );
    expect(answer['Records']).not.toEqual([]);
    const late = { StreamName: text('orders'), ShardId: text('0'), ShardIteratorType: text('AT_TIMESTAMP') };
    const future = object({ ...late, Timestamp: timestamp(Date.now() + 3_600_000) });
    expect((await invoke('GetShardIterator', future)).answer['__type']).toBe('InvalidArgumentException');
  });

  it('unpacks gzip', async () => {
    const body = gzipSync(object({ Limit: number(1) }));
    const { answer } = await invoke('ListStreams', body, { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ StreamNames: ['orders'] });
  });

  it.each<readonly [string, string, Buffer, string, string]>([
    [
      'not CBOR',
      'ListStreams',
      Buffer.from('{}'),
      'SerializationException',
      'The request body is not CBOR: ',
    ],
    ['cut off', 'ListStreams', Buffer.of(0xbf), 'SerializationException', 'The request body is not CBOR: '],
    ['a list', 'ListStreams', list(), 'SerializationException', 'Start of list found where not expected'],
    ['empty', 'ListStreams', Buffer.alloc(0), 'SerializationException', 'The request has no body.'],
    ['of a wrong type', 'PutRecord', object({ Data: number(1) }), 'SerializationException', 'to a Blob'],
    ['of no operation', 'ListRecords', object({}), 'UnknownOperationException', 'names no operation'],
    [
      'of bad values',
      'CreateStream',
      object({ StreamName: text('') }),
      'ValidationException',
      "'' at 'streamName'",
    ],
    [
      'of no stream',
      'DescribeStream',
      object({ StreamName: text('x') }),
      'ResourceNotFoundException',
      'Stream x',
    ],
  ])('is refused in CBOR where it is %s', async (_, operation, body, code, sentence) => {
    const { status, headers, answer } = await invoke(operation, body);
    expect([status, headers.get('content-type')]).toEqual([400, CBOR_1_1]);
    expect(headers.get('x-amzn-errortype')).toBe(code);
    const member = code === 'SerializationException' ? 'Message' : 'message';
    expect(answer).toEqual({ __type: code, [member]: expect.stringContaining(sentence) });
  });

  it.each([
    ['nothing at all', {}],
    ['a target', { 'x-amz-target': 'Kinesis_20131202.ListStreams' }],
    [
      'a target and another type',
      { 'x-amz-target': 'Kinesis_20131202.ListStreams', 'content-type': 'text/plain' },
    ],
  ])('answers in CBOR where there is no body, but %s', async (_, headers: Record<string, string>) => {
    const response = await fetch(gateway.url, { method: 'POST', headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, CBOR_1_1]);
    expect(cborCodec.read(Buffer.from(await response.arrayBuffer())).structure).toMatchObject({
      __type: 'x-amz-target' in headers ? 'SerializationException' : 'UnknownOperationException',
    });
  });

  it('refuses what is packed badly in the way of the request', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const { status, answer } = await invoke('ListStreams', object({}), headers);
    expect(status).toBe(400);
    expect(answer).toEqual({
      __type: 'SerializationException',
      Message: expect.stringContaining('is not gzip'),
    });
    const bomb = await invoke('ListStreams', gzipSync(Buffer.alloc(32 * 1024 * 1024)), headers);
    expect([bomb.status, bomb.answer['__type']]).toEqual([413, 'RequestEntityTooLarge']);
  });
});
