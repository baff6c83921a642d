import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Telemetry } from '#lib/bootstrap';
import type { Stream } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { Subscriber } from '../testing/subscriber.js';
import { deleteStream } from './delete-stream.js';
import { deregisterStreamConsumer } from './deregister-stream-consumer.js';
import { getRecords } from './get-records.js';
import { getShardIterator } from './get-shard-iterator.js';
import { putRecords } from './put-records.js';
import { registerStreamConsumer } from './register-stream-consumer.js';
import { subscribeToShard } from './subscribe-to-shard.js';

let gateway: MemoryGateway;
let stream: Stream;
let consumerArn: string;
let subscribers: Subscriber[];

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  stream = await gateway.createStream('orders', { shardCount: 2 });
  consumerArn = await register('reader');
  subscribers = [];
});
afterEach(async () => {
  for (const { subscription } of subscribers) subscription.close();
  await gateway.close();
});

async function register(ConsumerName: string): Promise<string> {
  const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
  const { Consumer } = await registerStreamConsumer({ StreamARN, ConsumerName }, gateway.context);
  return Consumer.ConsumerARN;
}

/** Puts one record after the other into a shard, a second apart; gives their numbers. */
async function put(shardNumber: number, ...texts: readonly string[]): Promise<readonly string[]> {
  const numbers: string[] = [];
  for (const text of texts) {
    const ExplicitHashKey = String(stream.shards[shardNumber]?.range.start);
    const Records = [{ Data: Buffer.from(text), PartitionKey: 'a', ExplicitHashKey }];
    const answer = await putRecords({ StreamName: 'orders', Records }, gateway.context);
    numbers.push(answer.entries()[0]?.SequenceNumber ?? '');
    await gateway.advance(1000);
  }
  return numbers;
}

type Input = Partial<KinesisApi.SubscribeToShardInput>;

async function subscribe(
  StartingPosition: KinesisApi.StartingPosition,
  input: Input = {},
): Promise<Subscriber> {
  const asked = { ConsumerARN: consumerArn, ShardId: '0', StartingPosition, ...input };
  const subscriber = new Subscriber(await subscribeToShard(asked, gateway.context));
  subscribers.push(subscriber);
  await gateway.timers.settle();
  return subscriber;
}

const LATEST = { Type: 'LATEST' } as const;
const refusal = (start: KinesisApi.StartingPosition = LATEST, input: Input = {}) =>
  refusalOf(() => subscribe(start, input));

describe('SubscribeToShard', () => {
  it.each([
    ['TRIM_HORIZON', () => ({}), ['0', '1', '2']],
    ['LATEST', () => ({}), []],
    ['AT_SEQUENCE_NUMBER', ([, number]: readonly string[]) => ({ SequenceNumber: number }), ['1', '2']],
    ['AFTER_SEQUENCE_NUMBER', ([, number]: readonly string[]) => ({ SequenceNumber: number }), ['2']],
    ['AT_TIMESTAMP', () => ({ Timestamp: gateway.nowMs - 2000 }), ['1', '2']],
  ] as const)('begins at %s, and goes on with what is stored then', async (Type, rest, before) => {
    const numbers = await put(0, '0', '1', '2');
    await put(1, 'of another shard');
    gateway.nowMs -= 1000;
    const { texts } = await subscribe({ Type, ...rest(numbers) });
    expect(texts).toEqual(before);
    await put(1, 'of another shard');
    await put(0, '3', '4');
    expect(subscribers[0]?.texts).toEqual([...before, '3', '4']);
  });

  it.each([
    { start: { Type: 'TRIM_HORIZON' }, isIdle: true, after: ['0', '1', '2'], at: ['0', '1', '2'] },
    { start: { Type: 'TRIM_HORIZON' }, isIdle: false, after: ['2'], at: ['1', '2'] },
    { start: { Type: 'LATEST' }, isIdle: true, after: ['0', '1', '2'], at: ['0', '1', '2'] },
    { start: { Type: 'LATEST' }, isIdle: false, after: ['2'], at: ['1', '2'] },
    { start: { Type: 'AT_TIMESTAMP' }, isIdle: true, after: ['0', '1', '2'], at: ['0', '1', '2'] },
  ] as const)(
    'gives a number with each event that a subscription and an iterator go on from: $start.Type, idle: $isIdle',
    async ({ start, isIdle, after, at }) => {
      const first = await subscribe({
        ...start,
        ...('AT_TIMESTAMP' === start.Type ? { Timestamp: gateway.nowMs } : {}),
      });
      await gateway.advance(5000);
      if (!isIdle) await put(0, '0', '1');
      const { continuation } = first;
      if (isIdle) await put(0, '0', '1');
      await put(0, '2');
      for (const [Type, texts] of [
        ['AFTER_SEQUENCE_NUMBER', after],
        ['AT_SEQUENCE_NUMBER', at],
      ] as const) {
        const next = await subscribe({ Type, SequenceNumber: continuation });
        expect(next.texts).toEqual(texts);
        const iterator = { StreamName: 'orders', ShardId: '0', ShardIteratorType: Type };
        const { ShardIterator = '' } = await getShardIterator(
          { ...iterator, StartingSequenceNumber: continuation },
          gateway.context,
        );
        const polled = (await getRecords({ ShardIterator }, gateway.context)).records();
        expect(polled.map(({ Data }) => Buffer.from(Data).toString())).toEqual(texts);
        await gateway.advance(5000);
      }
    },
  );

  it.each([
    [{ ConsumerARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders' }, 'InvalidArgumentException'],
    [
      { ConsumerARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders/consumer/other:1' },
      'ResourceNotFoundException',
    ],
    [
      { ConsumerARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/none/consumer/reader:1' },
      'ResourceNotFoundException',
    ],
    [{ ShardId: 'shardId-000000000002' }, 'ResourceNotFoundException'],
    [{ StreamId: 'aaaaaaaaaaaaaaaaaaaa-bbb' }, 'ResourceNotFoundException'],
    [{ DryRun: true }, 'DryRunOperationException'],
  ])('refuses %j before it answers', async (input, code) => {
    expect(await refusal(LATEST, input)).toMatch(`${code}:`);
    expect(await refusal()).toBe('succeeded');
  });

  it('refuses a starting position that cannot be, in its own name', async () => {
    expect(await refusal({ Type: 'AT_SEQUENCE_NUMBER' })).toMatch('InvalidArgumentException:');
    expect(await refusal({ Type: 'AT_TIMESTAMP', Timestamp: gateway.nowMs + 1 })).toMatch(
      'InvalidArgumentException:',
    );
    expect(await refusal({ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: '1' })).toBe(
      'InvalidArgumentException: StartingSequenceNumber 1 used in SubscribeToShard on shard shardId-000000000000 in ' +
        'stream orders under account 000000000000 is invalid.',
    );
  });

  it('refuses a consumer that is not ACTIVE', async () => {
    await gateway.close();
    gateway = await MemoryGateway.open({ transitionMs: 500 });
    await gateway.createActiveStream('orders');
    consumerArn = await register('reader');
    expect(await refusal()).toMatch('ResourceInUseException: Consumer reader');
    await gateway.advance(500);
    expect(await refusal()).toBe('succeeded');
  });

  it('answers an InternalFailure where the shard cannot say its tip', async () => {
    const StartingPosition = LATEST;
    const context = { ...gateway.context, router: failingShards('unknown') };
    const input = { ConsumerARN: consumerArn, ShardId: '0', StartingPosition };
    expect(await refusalOf(() => subscribeToShard(input, context))).toMatch('InternalFailure:');
  });

  it('is refused for five seconds after a subscription, then takes it over', async () => {
    const first = await subscribe(LATEST);
    const inUse =
      'ResourceInUseException: Another active subscription exists for this consumer: ' +
      '000000000000:orders:shardId-000000000000:reader';
    expect(await refusal()).toBe(inUse);
    expect(await refusal(LATEST, { ShardId: '1' })).toBe('succeeded');
    expect(await refusal(LATEST, { ConsumerARN: await register('another') })).toBe('succeeded');
    await gateway.advance(4999);
    expect(await refusal()).toBe(inUse);
    expect(first.state).toBe('open');

    await gateway.advance(1000);
    const second = await subscribe(LATEST);
    expect(first.state).toBe(inUse);
    await put(0, 'a');
    expect([first.texts, second.texts]).toEqual([[], ['a']]);
  });

  it('is counted as one too many where another one is active, and where it comes too soon', async () => {
    const telemetry = new Telemetry();
    telemetry.register(gateway.metrics);
    await subscribe(LATEST);
    await gateway.advance(1);
    expect(await refusal()).toMatch('ResourceInUseException:');
    expect(await refusal()).toMatch('LimitExceededException:');
    const lines = (await telemetry.scrape()).split('\n');
    expect(lines.filter((line) => line.startsWith('SubscribeToShard_'))).toEqual([
      'SubscribeToShard_RateExceeded_total{StreamName="orders",ConsumerName="reader"} 2',
      'SubscribeToShard_Success_total{StreamName="orders",ConsumerName="reader"} 1',
    ]);
  });

  it('ends with its consumer, and with its stream', async () => {
    const first = await subscribe(LATEST);
    const second = await subscribe(LATEST, { ConsumerARN: await register('another') });
    await deregisterStreamConsumer({ ConsumerARN: consumerArn }, gateway.context);
    await gateway.timers.settle();
    expect(first.state).toBe(
      `ResourceNotFoundException: Consumer ${consumerArn} under account 000000000000 not found.`,
    );
    expect(second.state).toBe('open');

    await deleteStream({ StreamName: 'orders', EnforceConsumerDeletion: true }, gateway.context);
    await gateway.timers.settle();
    expect(second.state).toMatch('ResourceNotFoundException:');
  });
});
