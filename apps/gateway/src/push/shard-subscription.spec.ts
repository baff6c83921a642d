import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { LIMITS, LOG_START, SHARD_LIMITS, type LogPosition } from '#lib/kinesis';
import { RecordPacker, ShardError, type ShardClient } from '#lib/ports';
import { registerStreamConsumer } from '../operations/register-stream-consumer.js';
import { startStreamEncryption } from '../operations/start-stream-encryption.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { ReshardedStream } from '../testing/resharded-stream.js';
import { Subscriber } from '../testing/subscriber.js';
import { ShardSubscriptions, type ShardSubscriptionsOptions } from './shard-subscriptions.js';

let gateway: MemoryGateway;
let orders: ReshardedStream;
let router: CountedShards;
let open: Subscriber[];
let consumers: number;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
  const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
  for (let i = 0; i < 5; i += 1)
    await registerStreamConsumer({ StreamARN, ConsumerName: `reader-${i}` }, gateway.context);
  orders = new ReshardedStream(gateway, 'orders');
  router = new CountedShards(gateway.context.router);
  open = [];
  consumers = 0;
});
afterEach(async () => {
  for (const { subscription } of open) subscription.close();
  await gateway.close();
});

/** Shards that count how often they are read. */
class CountedShards {
  reads = 0;

  constructor(readonly shards: ShardClient) {}

  get client(): ShardClient {
    const { shards } = this;
    return {
      ...noThrottle,
      append: (...request) => shards.append(...request),
      read: (...request) => {
        this.reads += 1;
        return shards.read(...request);
      },
      tip: (shard) => shards.tip(shard),
      locate: (...request) => shards.locate(...request),
      follow: (...request) => shards.follow(...request),
    };
  }
}

const noThrottle = { admitRead: () => Promise.resolve(), chargeRead: () => undefined };

function subscriptions(options: Partial<ShardSubscriptionsOptions> = {}): ShardSubscriptions {
  const { context, timers, metrics } = gateway;
  const { scope, clock } = context;
  const { catalogue } = orders;
  return new ShardSubscriptions({
    scope,
    clock,
    timers,
    metrics,
    catalogue,
    router: router.client,
    ...options,
  });
}

interface Reading {
  readonly from?: LogPosition;
  readonly of?: ShardSubscriptions;
}

/** A subscription of another consumer each time, from the shard's beginning on. */
async function subscribe({ from = LOG_START, of = subscriptions() }: Reading = {}): Promise<Subscriber> {
  const stream = orders.present();
  const consumer = stream.consumers[(consumers += 1) - 1];
  if (!consumer) throw new Error('all consumers have subscribed');
  const subscriber = new Subscriber(of.subscribe({ stream, consumer, shard: orders.shard(0), from }));
  open.push(subscriber);
  await gateway.timers.settle();
  return subscriber;
}

async function putBytes(count: number, bytes: number): Promise<void> {
  const packer = new RecordPacker();
  for (let i = 0; i < count; i += 1) packer.add({ partitionKey: 'a' }, Buffer.alloc(bytes));
  await gateway.context.router.append(orders.ref(0), packer.finish());
  await gateway.timers.settle();
}

const bytesOf = (event: Subscriber['events'][number] | undefined): number =>
  event?.records().reduce((sum, { Data }) => sum + Data.length, 0) ?? 0;

describe('a subscription', () => {
  it('gives what is stored at once, with one read for each event', async () => {
    const subscriber = await subscribe();
    await orders.put(0, 'a');
    await orders.put(0, 'b');
    expect(subscriber.texts).toEqual(['a', 'b']);
    expect(subscriber.events.map(({ parts }) => parts.millisBehindLatest)).toEqual([0, 0]);
    expect(router.reads).toBe(3);
  });

  it('reads once per event where nothing comes, and an event comes at least every 5 s', async () => {
    const subscriber = await subscribe();
    expect([router.reads, subscriber.events.length]).toEqual([1, 0]);
    await gateway.advance(60_000);
    expect(subscriber.events.length).toBeGreaterThanOrEqual(12);
    expect(router.reads).toBe(1 + subscriber.events.length);
    expect(subscriber.continuation).toMatch(/^\d{56}$/);
  });

  it('sees what another owner wrote with the next of those events', async () => {
    const subscriber = await subscribe();
    const packer = new RecordPacker();
    packer.add({ partitionKey: 'a' }, Buffer.from('elsewhere'));
    await gateway.newShardClient().append(orders.ref(0), packer.finish());
    await gateway.advance(5000);
    expect(subscriber.texts).toEqual(['elsewhere']);
  });

  it('ends after five minutes, and holds no timer then', async () => {
    const subscriber = await subscribe();
    await gateway.advance(LIMITS.subscriptionLifeMs - 1);
    expect(subscriber.state).toBe('open');
    await gateway.advance(1);
    expect(subscriber.state).toBe('ended');
    await gateway.advance(10_000);
    expect(gateway.timers.pendingTimers).toBe(0);
  });

  it('gives a reader that is far behind large events, one after the other, and says how far', async () => {
    for (let i = 0; i < 10; i += 1) {
      await putBytes(10, 10_000);
      gateway.nowMs += 1000;
    }
    const { events } = await subscribe();
    expect(events.reduce((sum, event) => sum + event.records().length, 0)).toBe(100);
    for (const event of events) expect(bytesOf(event)).toBeLessThanOrEqual(256 * 1024);
    expect(events.length).toBeLessThanOrEqual(5);
    const behind = events.map(({ parts }) => parts.millisBehindLatest);
    expect(behind).toEqual(behind.toSorted((a, b) => b - a));
    expect(behind.at(0)).toBeGreaterThan(0);
    expect(behind.at(-1)).toBe(0);
  });

  it('gives a record that is larger than an event by itself', async () => {
    await putBytes(1, 10);
    await putBytes(2, 1_000_000);
    await putBytes(1, 10);
    const { events } = await subscribe();
    expect(events.map(bytesOf)).toEqual([10, 1_000_000, 1_000_000, 10]);
  });

  it.each(['plain', 'encrypted'])(
    'reads a %s batch once, of which it makes many events, for all who come from behind',
    async (how) => {
      if (how === 'encrypted') {
        const command = { StreamName: 'orders', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
        await startStreamEncryption(command, gateway.context);
      }
      for (let i = 0; i < 4; i += 1) await putBytes(30, 90_000);
      const read = jest.spyOn(gateway.shardLog, 'read');
      const elsewhere = subscriptions({ router: gateway.newShardClient() });
      const subscribers = [await subscribe({ of: elsewhere }), await subscribe({ of: elsewhere })];
      for (const { events } of subscribers) {
        expect(events.flatMap((event) => event.records())).toHaveLength(120);
        expect(events.length).toBeGreaterThanOrEqual(60);
      }
      // Each of the four, and what is left of it and the end, which each of them finds for itself; else it would be 128.
      expect(read.mock.calls.length).toBeLessThanOrEqual(4 + 2 * (4 + 4));
    },
  );

  it('steps over records that are past the retention period', async () => {
    await orders.put(0, 'expired');
    gateway.nowMs += 24 * 3_600_000 - 1;
    await orders.put(0, 'kept');
    gateway.nowMs += 2;
    expect((await subscribe()).texts).toEqual(['kept']);
  });

  it('keeps nothing for a reader that does not ask, and others get theirs meanwhile', async () => {
    const of = subscriptions();
    const quick = await subscribe({ of });
    const stream = orders.present();
    const [, , consumer] = stream.consumers;
    if (!consumer) throw new Error('there is no third consumer');
    const slow = of.subscribe({ stream, consumer, shard: orders.shard(0), from: LOG_START });
    const events = slow.events();
    await orders.put(0, '0');
    await events.next();
    router.reads = 0;
    for (let i = 1; i < 50; i += 1) await orders.put(0, `${i}`);
    expect(quick.texts).toHaveLength(50);
    // Nobody read for the slow one.
    expect(router.reads).toBe(49);
    const { value } = await events.next();
    expect(value?.records()).toHaveLength(49);
    slow.close();
  });

  it('shares the event of the newest batch with the other subscribers of the shard', async () => {
    const of = subscriptions();
    await orders.put(0, 'before');
    const [one, other] = [await subscribe({ of }), await subscribe({ of })];
    await orders.put(0, 'a');
    expect([one.texts, other.texts]).toEqual([
      ['before', 'a'],
      ['before', 'a'],
    ]);
    expect(one.events[1]).toBe(other.events[1]);
    // It is written once.
    expect(one.events[1]?.toJson()).toBe(other.events[1]?.toJson());
  });

  it('says how far its own reader is behind, though others were at the tip with the batch', async () => {
    const of = subscriptions();
    await orders.put(0, 'before');
    const early = await subscribe({ of });
    await orders.put(0, 'a');
    expect(early.events[1]?.parts.millisBehindLatest).toBe(0);
    gateway.nowMs += 3000;
    await putBytes(1, 300_000);
    const [, secondPlace] = (await router.shards.read(orders.ref(0), { from: LOG_START, maxBytes: 1000 }))
      .batches;
    const { epoch = 0, second = 0 } = secondPlace ?? {};
    const late = await subscribe({ of, from: { epoch, second, index: 2 } });
    expect(late.texts[0]).toBe('a');
    expect(late.events[0]?.parts.millisBehindLatest).toBe(3000);
  });

  it('gives nothing more once it was told to end, also where it is reading', async () => {
    const answers: (() => void)[] = [];
    const { client } = router;
    const slow: ShardClient = {
      ...client,
      read: async (...request) => {
        await new Promise<void>((answer) => answers.push(answer));
        return client.read(...request);
      },
    };
    await orders.put(0, 'a');
    const subscriber = await subscribe({ of: subscriptions({ router: slow }) });
    subscriber.subscription.end();
    for (const answer of answers) answer();
    await gateway.timers.settle();
    expect([subscriber.state, subscriber.texts]).toEqual(['ended', []]);
  });

  it('gives a consumer 2 MiB a second where the limits are on', async () => {
    const limit = SHARD_LIMITS.consumerBytes;
    const startMs = gateway.nowMs;
    const clock = { nowMs: () => startMs + gateway.timers.now() };
    for (let i = 0; i < 32; i += 1) await putBytes(1, 256 * 1024);
    const subscriber = await subscribe({ of: subscriptions({ limit, clock }) });
    const perSecond: number[] = [];
    for (let second = 0; second < 3; second += 1) {
      perSecond.push(subscriber.events.length);
      await gateway.advance(1000);
    }
    // A burst of a second first.
    expect(perSecond).toEqual([8, 16, 24]);
    expect(subscriber.state).toBe('open');
  });

  it('is over where the shard does not answer', async () => {
    const failing: ShardClient = {
      ...router.client,
      read: () => Promise.reject(new ShardError('unknown', 'refused by the test')),
    };
    expect((await subscribe({ of: subscriptions({ router: failing }) })).state).toMatch('InternalFailure:');
  });
});

describe('a subscription to a shard that was closed', () => {
  const childShards = [
    expect.objectContaining({ ShardId: 'shardId-000000000001', ParentShards: ['shardId-000000000000'] }),
    expect.objectContaining({ ShardId: 'shardId-000000000002', ParentShards: ['shardId-000000000000'] }),
  ];

  it.each([
    ['reads along', true],
    ['comes later', false],
  ])('ends with the child shards and without a continuation, for one who %s', async (_, readsAlong) => {
    const early = readsAlong ? [await subscribe()] : [];
    await orders.put(0, 'a', 'b');
    await orders.split(0);
    const [subscriber = await subscribe()] = early;
    expect(subscriber.texts).toEqual(['a', 'b']);
    expect(subscriber.state).toBe('ended');
    const last = JSON.parse(String(subscriber.events.at(-1)?.toJson())) as object;
    expect(last).toEqual({
      Records: expect.any(Array),
      MillisBehindLatest: 0,
      ChildShards: childShards,
    });
    for (const { parts } of subscriber.events.slice(0, -1)) {
      expect(parts.childShards).toBeUndefined();
      expect(parts.continuationSequenceNumber).toBeDefined();
    }
  });

  it('goes on until the child shards are there', async () => {
    const subscriber = await subscribe();
    await orders.seal(0);
    await gateway.advance(9000);
    expect([subscriber.state, subscriber.events.length]).toEqual(['open', 2]);
    await orders.finish([0], 2);
    expect(subscriber.state).toBe('ended');
    expect(subscriber.events.at(-1)?.parts.childShards).toEqual(childShards);
  });

  it('ends at once where a put found the seal, and the children were there before', async () => {
    const subscriber = await subscribe();
    await orders.split(0);
    expect(subscriber.state).toBe('ended');
  });
});

describe('all subscriptions of a process', () => {
  it('end in order when it stops, and no new one begins', async () => {
    const of = subscriptions();
    const subscriber = await subscribe({ of });
    of.stop();
    await gateway.timers.settle();
    expect(subscriber.state).toBe('ended');
    await expect(subscribe({ of })).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  });

  it('leave nothing behind some seconds after their end', async () => {
    const of = subscriptions();
    const first = await subscribe({ of });
    await subscribe({ of });
    first.subscription.close();
    await gateway.advance(LIMITS.subscriptionLifeMs + 15_000);
    expect(gateway.timers.pendingTimers).toBe(0);
  });

  it('are read again without end or gap, whatever is put, however late they are read (fast-check prints the seed)', async () => {
    const step = fc.oneof(
      fc.record({ put: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ passMs: fc.integer({ min: 1, max: 8000 }) }),
      fc.constant({ read: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const stream = orders.present();
        const shard = orders.shard(0);
        const [, , , , consumer] = stream.consumers;
        if (!consumer) throw new Error('there is no fifth consumer');
        const from = (await router.shards.tip(orders.ref(0))).position;
        const of = subscriptions();
        const subscription = of.subscribe({
          stream,
          consumer,
          shard,
          from: { ...from, index: from.index + 1 },
        });
        const events = subscription.events();
        const put: string[] = [];
        const texts: string[] = [];
        const read = async (): Promise<void> => {
          const next = events.next();
          await gateway.timers.settle();
          await gateway.advance(5000);
          const { value } = await next;
          texts.push(...(value?.records() ?? []).map(({ Data }) => Buffer.from(Data).toString()));
        };
        for (const each of steps) {
          if ('put' in each) {
            const more = Array.from({ length: each.put }, (_, i) => `${put.length + i}`);
            put.push(...more);
            await orders.put(0, ...more);
          } else if ('passMs' in each) await gateway.advance(each.passMs);
          else await read();
        }
        for (let i = 0; i < 10 && texts.length < put.length; i += 1) await read();
        expect(texts).toEqual(put);
        of.stop();
        subscription.close();
      }),
      { numRuns: 50 },
    );
  });
});
