import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOG_START, sealPageToken, sealShardIterator, type Stream, type StreamId } from '#lib/kinesis';
import { SERVICE_MODEL, type OperationName } from '#lib/wire';
import { registerStreamConsumer } from '../operations/register-stream-consumer.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { resourceOfCall } from './call-resource.js';

const SCOPE = 'us-east-1:000000000000';
const ORDERS = `arn:aws:kinesis:${SCOPE}:stream/orders`;

let gateway: MemoryGateway;
let orders: Stream;
let consumerArn: string;

beforeAll(async () => {
  gateway = await MemoryGateway.open();
  orders = await gateway.createStream('orders');
  const { Consumer } = await registerStreamConsumer(
    { StreamARN: ORDERS, ConsumerName: 'app' },
    gateway.context,
  );
  consumerArn = Consumer.ConsumerARN;
});
afterAll(() => gateway.close());

const resourceOf = (operation: OperationName, input: object) =>
  resourceOfCall({ operation, input }, gateway.context).arn;

describe('what a call is about', () => {
  it('is known of every operation of the service model', () => {
    const address = { StreamName: 'orders' };
    const input = { ...address, ShardIterator: '', StreamARN: ORDERS, ResourceARN: ORDERS };
    const arns = Object.keys(SERVICE_MODEL.operations).map((operation) =>
      resourceOf(operation as OperationName, { ...input, ChannelARN: 'arn:c', ChannelName: 'c' }),
    );
    expect(arns).toHaveLength(45);
    expect(arns.every((arn) => arn === '*' || arn.startsWith('arn:'))).toBe(true);
  });

  it.each<readonly [OperationName, object, string]>([
    ['PutRecord', { StreamName: 'orders' }, ORDERS],
    ['PutRecord', { StreamARN: ORDERS }, ORDERS],
    ['PutRecord', { StreamARN: ORDERS, StreamName: 'payments' }, ORDERS],
    ['PutRecord', { StreamARN: ORDERS.replace('arn:aws:', 'arn:aws-us-gov:') }, ORDERS],
    ['PutRecord', { StreamName: 'missing' }, ORDERS.replace('orders', 'missing')],
    [
      'PutRecord',
      { StreamARN: 'arn:aws:kinesis:eu-north-1:111111111111:stream/orders' },
      'arn:aws:kinesis:eu-north-1:111111111111:stream/orders',
    ],
    ['PutRecord', { StreamId: 'aaaaaaaaaaaaaaaaaaaa-aaa' }, `arn:aws:kinesis:${SCOPE}:stream/*`],
    ['PutRecord', {}, `arn:aws:kinesis:${SCOPE}:stream/*`],
    [
      'ListShards',
      { NextToken: 'whatever', StreamId: 'aaaaaaaaaaaaaaaaaaaa-aaa' },
      `arn:aws:kinesis:${SCOPE}:stream/*`,
    ],
    ['CreateStream', { StreamName: 'new' }, ORDERS.replace('orders', 'new')],
    ['GetRecords', { ShardIterator: 'whatever', StreamARN: ORDERS }, ORDERS],
    ['ListStreams', {}, '*'],
    ['DescribeLimits', {}, '*'],
    ['UpdateAccountSettings', {}, '*'],
    ['RegisterStreamConsumer', { StreamARN: ORDERS, ConsumerName: 'app' }, ORDERS],
    ['TagResource', { ResourceARN: ORDERS }, ORDERS],
    ['TagResource', { ResourceARN: 'arn:aws:kinesis::x' }, 'arn:aws:kinesis::x'],
    [
      'DescribeStreamConsumer',
      { StreamARN: ORDERS, ConsumerName: 'missing' },
      `${ORDERS}/consumer/missing:*`,
    ],
    [
      'SubscribeToShard',
      { ConsumerARN: `${ORDERS.replace('arn:aws:', 'arn:aws-cn:')}/consumer/missing:0000000017` },
      `${ORDERS}/consumer/missing:17`,
    ],
    ['CreateChannel', { ChannelName: 'c' }, `arn:aws:kinesis:${SCOPE}:channel/c`],
  ])('%s of %j', (operation, input, arn) => {
    expect(resourceOf(operation, input)).toBe(arn);
  });

  it('is the stream of an id, an iterator and a token', () => {
    const { seal } = gateway.context;
    const issuedAtMs = gateway.nowMs;
    const shard = { streamId: orders.id, shardNumber: 0 };
    const ShardIterator = sealShardIterator(seal, { shard, position: LOG_START, issuedAtMs });
    const NextToken = sealPageToken(seal, 'ListShards', { next: { streamId: orders.id }, issuedAtMs });
    expect(resourceOf('PutRecord', { StreamId: orders.id })).toBe(ORDERS);
    expect(resourceOf('GetRecords', { ShardIterator })).toBe(ORDERS);
    expect(resourceOf('ListShards', { NextToken })).toBe(ORDERS);
  });

  it('is the consumer, by its ARN or by its stream and its name', () => {
    expect(resourceOf('SubscribeToShard', { ConsumerARN: consumerArn })).toBe(consumerArn);
    expect(resourceOf('TagResource', { ResourceARN: consumerArn })).toBe(consumerArn);
    const named = { StreamARN: ORDERS, ConsumerName: 'app' };
    expect(resourceOf('DeregisterStreamConsumer', named)).toBe(consumerArn);
  });

  it('is refused as the operation would where an iterator or a token is of no use', async () => {
    const { seal } = gateway.context;
    const gone = { streamId: 'aaaaaaaaaaaaaaaaaaaa-aaa' as StreamId, shardNumber: 0 };
    const iterator = (issuedAtMs: number) =>
      sealShardIterator(seal, { shard: gone, position: LOG_START, issuedAtMs });
    const refusals = [
      { ShardIterator: 'forged' },
      { ShardIterator: iterator(gateway.nowMs - 301_000) },
      { ShardIterator: iterator(gateway.nowMs) },
    ].map((input) => refusalOf(() => resourceOf('GetRecords', input)));
    expect(await Promise.all(refusals)).toEqual([
      'InvalidArgumentException: Invalid ShardIterator.',
      expect.stringContaining('ExpiredIteratorException'),
      expect.stringContaining('ResourceNotFoundException'),
    ]);
    const token = await refusalOf(() => resourceOf('ListShards', { NextToken: 'forged' }));
    expect(token).toBe('InvalidArgumentException: NextToken is invalid.');
  });

  it('has the policy that was put to it', async () => {
    const policy = '{"Statement":[]}';
    const { catalogue, scope } = gateway.context;
    const change = (consumerName?: string) => ({
      streamId: orders.id,
      atMs: gateway.nowMs,
      policy: consumerName === undefined ? policy : `${policy} `,
      ...(consumerName === undefined
        ? { type: 'StreamPolicyChanged' as const }
        : { type: 'ConsumerPolicyChanged' as const, consumerName }),
    });
    await catalogue.updateStream(orders.id, () => [change(), change('app')] as never);
    expect(scope.region).toBe('us-east-1');
    const policyOf = (operation: OperationName, input: object) =>
      resourceOfCall({ operation, input }, gateway.context).policy;
    expect(policyOf('PutRecord', { StreamName: 'orders' })).toBe(policy);
    expect(policyOf('SubscribeToShard', { ConsumerARN: consumerArn })).toBe(`${policy} `);
    expect(policyOf('DescribeStreamConsumer', { StreamARN: ORDERS, ConsumerName: 'app' })).toBe(`${policy} `);
    expect(policyOf('PutRecord', { StreamName: 'missing' })).toBeUndefined();
  });
});
