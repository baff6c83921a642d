import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { smithyCborCodec } from '#lib/wire';
import { inCbor } from '../../../../libs/wire/src/testing/sent-value.js';
import { GatewayApp } from '../testing/gateway-app.js';

const CBOR = 'application/cbor';

let gateway: GatewayApp;

beforeAll(async () => {
  gateway = await GatewayApp.start();
  await invoke('CreateStream', { StreamName: 'orders', ShardCount: 1 });
});
afterAll(() => gateway.close());

interface Call {
  readonly method?: string;
  readonly service?: string;
  readonly contentType?: string;
}

/** A call as Smithy's RPC v2 protocol makes it. */
async function invoke(
  operation: string,
  input: Parameters<typeof inCbor>[0],
  { method = 'POST', service = 'Kinesis_20131202', contentType = CBOR }: Call = {},
) {
  const response = await fetch(`${gateway.url}/service/${service}/operation/${operation}`, {
    method,
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': contentType, accept: CBOR },
    ...(method === 'POST' ? { body: inCbor(input) } : {}),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isCbor = response.headers.get('content-type') === CBOR && bytes.length > 0;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    answer: isCbor ? structureOf(bytes) : {},
  };
}

const structureOf = (bytes: Buffer) => smithyCborCodec.read(bytes).structure as Record<string, never>;

describe('the Kinesis API by RPC v2', () => {
  it('takes the operation from the path and says its protocol', async () => {
    const { status, headers, answer } = await invoke('ListStreams', {});
    expect([status, headers.get('smithy-protocol'), headers.get('content-type')]).toEqual([
      200,
      'rpc-v2-cbor',
      CBOR,
    ]);
    expect(answer).toMatchObject({ StreamNames: ['orders'] });
  });

  it('counts time in seconds with a fraction, both ways', async () => {
    const before = Date.now() / 1000;
    await invoke('PutRecord', { StreamName: 'orders', Data: Buffer.from('one'), PartitionKey: 'a' });
    const start = {
      StreamName: 'orders',
      ShardId: '0',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: before - 0.001,
    };
    const { ShardIterator } = (await invoke('GetShardIterator', start)).answer as { ShardIterator?: string };
    const { answer, bytes } = await invoke('GetRecords', { ShardIterator: ShardIterator ?? '' });
    const [record] = answer['Records'] as unknown as { ApproximateArrivalTimestamp: number; Data: Buffer }[];
    expect(record?.Data).toEqual(Buffer.from('one'));
    expect(record?.ApproximateArrivalTimestamp).toBeGreaterThanOrEqual(Math.floor(before * 1000) / 1000);
    expect(record?.ApproximateArrivalTimestamp).toBeLessThanOrEqual(Date.now() / 1000);
    const name = 'ApproximateArrivalTimestamp';
    expect(bytes.subarray(bytes.indexOf(name) + name.length).subarray(0, 2)).toEqual(Buffer.of(0xc1, 0xfb));
  });

  it('names errors with their namespace', async () => {
    const { status, headers, answer } = await invoke('DescribeStream', { StreamName: 'none' });
    expect([status, headers.get('smithy-protocol')]).toEqual([400, 'rpc-v2-cbor']);
    expect(answer).toEqual({
      __type: 'com.amazonaws.kinesis#ResourceNotFoundException',
      message: expect.stringContaining('Stream none'),
    });
  });

  it.each<readonly [string, string, Call, number, string]>([
    ['another service', 'ListStreams', { service: 'DynamoDB_20120810' }, 400, 'UnknownOperationException'],
    ['an unknown operation', 'ListRecords', {}, 400, 'UnknownOperationException'],
    [
      'another content type',
      'ListStreams',
      { contentType: 'application/json' },
      404,
      'UnknownOperationException',
    ],
  ])('refuses %s', async (_, operation, call, status, code) => {
    const answer = await invoke(operation, {}, call);
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, code]);
  });

  it('is for POST only', async () => {
    expect((await invoke('ListStreams', {}, { method: 'GET' })).status).toBe(404);
  });
});
