import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Telemetry } from '#lib/bootstrap';
import { KinesisError } from '#lib/kinesis';
import { ObservedCalls, type CallToObserve } from './observed-calls.js';
import type { OperationContext } from './operation-context.js';
import { putRecord } from './operations/put-record.js';
import { putRecords } from './operations/put-records.js';
import { invalidMember } from './rest/problem.js';
import { failingShards } from './testing/failing-shards.js';
import { MemoryGateway } from './testing/memory-gateway.js';
import { storedRecords } from './testing/stored-records.js';
import { CallSpans } from './tracing/call-spans.js';
import { TracedShards } from './tracing/traced-shards.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const INPUT = { StreamName: 'orders', PartitionKey: 'k', Data: Buffer.from('ab') };

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  sampler: new AlwaysOnSampler(),
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
});
const tracer = provider.getTracer('a test');

let gateway: MemoryGateway;
let context: OperationContext;
let telemetry: Telemetry;
let calls: ObservedCalls;
/** What chance says next. */
let chance: number;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
  context = { ...gateway.context, router: new TracedShards(gateway.context.router, tracer) };
  telemetry = new Telemetry();
  calls = new ObservedCalls(new CallSpans({ tracer, sampling: 0.01, random: () => chance }));
  telemetry.register(calls);
  chance = 0;
});

afterEach(async () => {
  exporter.reset();
  await gateway.close();
});

const call = (asked: Partial<CallToObserve> = {}, traceparent?: string): CallToObserve => ({
  operation: 'PutRecord',
  input: INPUT,
  caller: { door: 'aws', requestId: 'an-id', traceparent },
  ...asked,
});

const put = (traceparent?: string) => calls.run(call({}, traceparent), () => putRecord(INPUT, context));

const names = (): readonly string[] => exporter.getFinishedSpans().map(({ name }) => name);
const span = (name: string) => exporter.getFinishedSpans().find((each) => each.name === name);

describe('traces', () => {
  it('show a call, and the append that it made', async () => {
    await put();

    expect(names()).toEqual(['append shardId-000000000000', 'PutRecord orders']);
    const server = span('PutRecord orders');
    expect(server).toMatchObject({
      kind: SpanKind.SERVER,
      parentSpanContext: undefined,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': 'PutRecord',
        'aws.request_id': 'an-id',
        'messaging.operation.type': 'send',
        'messaging.destination.name': 'orders',
      },
    });
    expect(span('append shardId-000000000000')).toMatchObject({
      parentSpanContext: { spanId: server?.spanContext().spanId },
      attributes: { 'messaging.batch.message_count': 1, 'messaging.message.body.size': 3 },
    });
  });

  it('show each shard of a call, and how many records it brought', async () => {
    await gateway.createStream('two', { shardCount: 2 });
    const Records = ['0', String(2n ** 127n)].map((ExplicitHashKey) => ({ ...INPUT, ExplicitHashKey }));
    const input = { StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/two', Records };
    await calls.run(call({ operation: 'PutRecords', input }), () => putRecords(input, context));

    expect(names().toSorted()).toEqual([
      'PutRecords two',
      'append shardId-000000000000',
      'append shardId-000000000001',
    ]);
    expect(span('PutRecords two')?.attributes).toMatchObject({ 'messaging.batch.message_count': 2 });
  });

  it('show what a read asked of its shard', async () => {
    const read = () => storedRecords({ streamName: 'orders' }, context);
    await calls.run(call({ operation: 'GetRecords', input: {} }), read);
    expect(names()).toContain('read shardId-000000000000');
    expect(span('GetRecords')?.attributes).toMatchObject({ 'messaging.operation.type': 'receive' });
  });

  it('are of as many calls as was asked for', async () => {
    chance = 0.01;
    await put();
    expect(names()).toEqual([]);
    chance = 0.0099;
    await put();
    expect(names()).toHaveLength(2);
  });

  it('go on where the caller traces, and only then', async () => {
    chance = 1;
    await put(`00-${TRACE}-${PARENT}-01`);
    expect(span('PutRecord orders')).toMatchObject({ parentSpanContext: { spanId: PARENT, isRemote: true } });
    expect(exporter.getFinishedSpans().map((each) => each.spanContext().traceId)).toEqual([TRACE, TRACE]);

    exporter.reset();
    chance = 0;
    await put(`00-${TRACE}-${PARENT}-00`);
    expect(names()).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['the version that is none', `ff-${TRACE}-${PARENT}-01`],
    ['capital letters', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ['too little', `00-${TRACE}-${PARENT}`],
  ])('are made by chance where a caller says %s', async (_, traceparent) => {
    await put(traceparent);
    expect(span('PutRecord orders')?.parentSpanContext).toBeUndefined();
    expect(names()).toHaveLength(2);
  });

  it('say why a call failed, and tell our errors from those of clients', async () => {
    const router = new TracedShards(failingShards('unknown'), tracer);
    const failing = calls.run(call(), () => putRecord(INPUT, { ...context, router }));
    await expect(failing).rejects.toBeInstanceOf(KinesisError);
    expect(span('PutRecord orders')).toMatchObject({
      attributes: { 'error.type': 'InternalFailure' },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(span('append shardId-000000000000')?.attributes).toMatchObject({ 'error.type': 'unknown' });

    exporter.reset();
    const input = { ...INPUT, StreamName: 'nowhere' };
    const lost = calls.run(call({ input }), () => putRecord(input, context));
    await expect(lost).rejects.toBeInstanceOf(KinesisError);
    expect(span('PutRecord nowhere')).toMatchObject({
      attributes: { 'error.type': 'ResourceNotFoundException' },
      status: { code: SpanStatusCode.UNSET },
    });
  });
});

describe('the counts of calls', () => {
  it('tell operations, doors and errors apart', async () => {
    await put();
    await put();
    const broken = calls.run(call(), () => Promise.reject(new Error('nobody foresaw it')));
    await expect(broken).rejects.toThrow('nobody foresaw it');
    const listing = call({ operation: 'ListStreams', caller: { door: 'rest', requestId: '' } });
    const refused = calls.run(listing, () => Promise.reject(new KinesisError('AccessDeniedException', 'no')));
    await expect(refused).rejects.toThrow('no');

    const unread = calls.run(listing, () => Promise.reject(invalidMember('limit', 'must be 1 to 100')));
    await expect(unread).rejects.toThrow('must be 1 to 100');

    const lines = (await telemetry.scrape()).split('\n');
    expect(lines.filter((line) => line.startsWith('shardwell_calls'))).toEqual([
      'shardwell_calls_total{operation="PutRecord",door="aws"} 2',
      'shardwell_calls_total{operation="PutRecord",door="aws",error_type="InternalFailure"} 1',
      'shardwell_calls_total{operation="ListStreams",door="rest",error_type="AccessDeniedException"} 1',
      'shardwell_calls_total{operation="ListStreams",door="rest",error_type="ValidationException"} 1',
    ]);
  });
});
