import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Telemetry } from '#lib/bootstrap';
import type { Stream } from '#lib/kinesis';
import { deleteStream } from '../operations/delete-stream.js';
import { disableEnhancedMonitoring } from '../operations/disable-enhanced-monitoring.js';
import { enableEnhancedMonitoring } from '../operations/enable-enhanced-monitoring.js';
import { getRecords } from '../operations/get-records.js';
import { getShardIterator } from '../operations/get-shard-iterator.js';
import { putRecord } from '../operations/put-record.js';
import { putRecords } from '../operations/put-records.js';
import { registerStreamConsumer } from '../operations/register-stream-consumer.js';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { KinesisMetrics } from './kinesis-metrics.js';

const MIB = 1024 * 1024;
const ofShards = (metric: 'ALL' | 'IncomingBytes') => ({
  StreamName: 'orders',
  ShardLevelMetrics: [metric],
});

let gateway: MemoryGateway;
let telemetry: Telemetry;

beforeEach(async () => {
  gateway = await MemoryGateway.open({ shardLimits: 'aws' });
  telemetry = new Telemetry();
  telemetry.register(gateway.metrics);
  telemetry.addSource(() => gateway.metrics.distributions());
  await gateway.createActiveStream('orders');
});

afterEach(() => gateway.close());

/** Values that are not 0 by `name{labels}`; of histograms count and sum. */
async function seen(): Promise<Readonly<Record<string, number>>> {
  const lines = (await telemetry.scrape()).split('\n').filter((line) => /^[A-Z]/.test(line));
  const values = lines.map((line) => {
    const end = line.lastIndexOf(' ');
    return [line.slice(0, end).replaceAll('"', ''), Number(line.slice(end))] as const;
  });
  return Object.fromEntries(values.filter(([name, value]) => value !== 0 && !name.includes('_bucket')));
}

/** 3 bytes with the key. */
const put = (data = 'ab') =>
  putRecord(
    { StreamName: 'orders', PartitionKey: 'k', Data: Buffer.from(data), ExplicitHashKey: '0' },
    gateway.context,
  );

async function read(): Promise<void> {
  const start = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await getShardIterator(start, gateway.context);
  await getRecords({ ShardIterator: ShardIterator as string }, gateway.context);
}

const STREAM = '{StreamName=orders}';
const SHARD = '{StreamName=orders,ShardId=shardId-000000000000}';

describe('the metrics of a stream', () => {
  it('count what PutRecord stores', async () => {
    await put();
    await put();
    expect(await seen()).toEqual({
      [`IncomingBytes_total${STREAM}`]: 6,
      [`IncomingRecords_total${STREAM}`]: 2,
      [`PutRecord_Bytes_total${STREAM}`]: 6,
      [`PutRecord_Success_total${STREAM}`]: 2,
      [`PutRecord_Latency_count${STREAM}`]: 2,
    });
  });

  it('count what PutRecords stores, and what is over a limit', async () => {
    const Records = [MIB - 1, 10, 10].map((bytes) => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes) }));
    await putRecords({ StreamName: 'orders', Records }, gateway.context);
    expect(await seen()).toEqual({
      [`IncomingBytes_total${STREAM}`]: MIB,
      [`IncomingRecords_total${STREAM}`]: 1,
      [`PutRecords_Bytes_total${STREAM}`]: MIB,
      [`PutRecords_Success_total${STREAM}`]: 1,
      [`PutRecords_TotalRecords_total${STREAM}`]: 3,
      [`PutRecords_SuccessfulRecords_total${STREAM}`]: 1,
      [`PutRecords_ThrottledRecords_total${STREAM}`]: 2,
      [`PutRecords_Latency_count${STREAM}`]: 1,
      [`WriteProvisionedThroughputExceeded_total${STREAM}`]: 2,
    });
  });

  it('tell records that failed from those over a limit', async () => {
    const context = { ...gateway.context, router: failingShards('unknown') };
    const Records = [{ PartitionKey: 'k', Data: Buffer.from('ab') }];
    await putRecords({ StreamName: 'orders', Records }, context);
    expect(await seen()).toEqual({
      [`PutRecords_TotalRecords_total${STREAM}`]: 1,
      [`PutRecords_FailedRecords_total${STREAM}`]: 1,
      [`PutRecords_Latency_count${STREAM}`]: 1,
    });
  });

  it('count what GetRecords answers, how old it was, and what is over a limit', async () => {
    await put();
    gateway.nowMs += 70;
    for (let call = 0; call < 5; call += 1) await read();
    expect(await refusalOf(read)).toContain('Rate exceeded');
    expect(await seen()).toMatchObject({
      [`GetRecords_Bytes_total${STREAM}`]: 15,
      [`GetRecords_Records_total${STREAM}`]: 5,
      [`GetRecords_Success_total${STREAM}`]: 5,
      [`GetRecords_IteratorAgeMilliseconds_count${STREAM}`]: 5,
      [`GetRecords_Latency_count${STREAM}`]: 6,
      [`ReadProvisionedThroughputExceeded_total${STREAM}`]: 1,
    });
  });

  it('are given up with the stream, and begin at 0 for the next one of the name', async () => {
    await put();
    expect(await seen()).toHaveProperty([`IncomingRecords_total${STREAM}`], 1);
    await deleteStream({ StreamName: 'orders' }, gateway.context);
    await gateway.advance(1);
    expect(await seen()).toEqual({});

    await gateway.createActiveStream('orders');
    await put();
    expect(await seen()).toHaveProperty([`IncomingRecords_total${STREAM}`], 1);
  });

  it('do not grow with streams that come and go and are never looked at', async () => {
    const { context } = gateway;
    const stream = context.catalogue.stream({ streamName: 'orders' });
    const metrics = new KinesisMetrics({ now: () => 0, account: () => context.catalogue.account() });
    const gone = (i: number): Stream => ({ ...stream, id: `gone-${i}` as Stream['id'] });
    for (let i = 0; i < 10_000; i += 1)
      metrics.putRecord(gone(i), { startedAtMs: 0, shardNumber: 0, payloadBytes: 1 });
    expect(metrics.streamsCounted).toBeLessThan(100);
  });
});

describe('the metrics of shards', () => {
  it('are there where they were asked for, from then on until they are no more', async () => {
    await put();
    await enableEnhancedMonitoring(ofShards('ALL'), gateway.context);
    await gateway.advance(1);
    expect(await seen()).not.toHaveProperty([`IncomingRecords_total${SHARD}`]);
    await put();
    await read();
    const Records = [1, MIB].map((bytes) => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes - 1) }));
    await putRecords({ StreamName: 'orders', Records }, gateway.context);
    const all = await seen();
    expect(all).toMatchObject({
      [`IncomingRecords_total${SHARD}`]: 2,
      [`IncomingBytes_total${SHARD}`]: 4,
      [`OutgoingRecords_total${SHARD}`]: 2,
      [`OutgoingBytes_total${SHARD}`]: 6,
      [`IteratorAgeMilliseconds_count${SHARD}`]: 1,
      [`WriteProvisionedThroughputExceeded_total${SHARD}`]: 1,
      [`IncomingRecords_total${STREAM}`]: 3,
    });

    await disableEnhancedMonitoring(ofShards('IncomingBytes'), gateway.context);
    await gateway.advance(1);
    expect(await seen()).not.toHaveProperty([`IncomingBytes_total${SHARD}`]);
    expect(await seen()).toHaveProperty([`IncomingRecords_total${SHARD}`], 2);

    await disableEnhancedMonitoring(ofShards('ALL'), gateway.context);
    await gateway.advance(1);
    expect(Object.keys(await seen()).filter((name) => name.includes('ShardId'))).toEqual([]);
  });
});

describe('the metrics of consumers', () => {
  const CONSUMER = '{StreamName=orders,ConsumerName=reader}';

  it('count subscriptions and events, while the consumer is registered', async () => {
    const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
    await registerStreamConsumer({ StreamARN, ConsumerName: 'reader' }, gateway.context);
    await gateway.advance(1);
    const stream = gateway.context.catalogue.stream({ streamName: 'orders' });
    gateway.metrics.subscribe(stream, 'reader', 'begun');
    gateway.metrics.subscribe(stream, 'reader', 'rate-exceeded');
    const event = { shardNumber: 0, recordCount: 2, payloadBytes: 30, millisBehindLatest: 40 };
    gateway.metrics.pushed(stream, 'reader', event);
    gateway.metrics.subscribe(stream, 'nobody', 'begun');

    expect(await seen()).toEqual({
      [`SubscribeToShard_Success_total${CONSUMER}`]: 1,
      [`SubscribeToShard_RateExceeded_total${CONSUMER}`]: 1,
      [`SubscribeToShardEvent_Success_total${CONSUMER}`]: 1,
      [`SubscribeToShardEvent_Records_total${CONSUMER}`]: 2,
      [`SubscribeToShardEvent_Bytes_total${CONSUMER}`]: 30,
      [`SubscribeToShardEvent_MillisBehindLatest_count${CONSUMER}`]: 1,
      [`SubscribeToShardEvent_MillisBehindLatest_sum${CONSUMER}`]: 40,
    });
  });
});
