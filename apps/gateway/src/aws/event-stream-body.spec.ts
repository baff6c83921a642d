import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import http2 from 'node:http2';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStreamOutput, EventStreamReader, jsonCodec, SelfWritingOutput } from '#lib/wire';
import { eventually } from '../../../../test/eventually.js';
import { ShardSubscriptions } from '../push/shard-subscriptions.js';
import { GatewayApp } from '../testing/gateway-app.js';
import { eventStreamBody } from './event-stream-body.js';

let app: GatewayApp;
let consumerArn: string;
let consumers = 0;
const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const cleanUp: (() => void)[] = [];

beforeAll(async () => {
  app = await GatewayApp.start({ environment: { SHARDWELL_STREAM_TRANSITION_MS: '0' } });
  await app.kinesis.call('CreateStream', { StreamName: 'orders', ShardCount: 1 });
});
afterEach(() => {
  for (const task of cleanUp.splice(0)) task();
});
afterAll(() => app.close());

const HEADERS = { 'content-type': 'application/x-amz-json-1.1' };
const bodyOf = (type = 'LATEST', arn = consumerArn): string =>
  JSON.stringify({ ConsumerARN: arn, ShardId: '0', StartingPosition: { Type: type } });

async function register(): Promise<string> {
  const ConsumerName = `reader-${(consumers += 1)}`;
  const answer = await fetch(app.url, {
    method: 'POST',
    headers: { ...HEADERS, 'x-amz-target': 'Kinesis_20131202.RegisterStreamConsumer' },
    body: JSON.stringify({ StreamARN: STREAM_ARN, ConsumerName }),
  });
  return ((await answer.json()) as { Consumer: { ConsumerARN: string } }).Consumer.ConsumerARN;
}

const TARGET = { ...HEADERS, 'x-amz-target': 'Kinesis_20131202.SubscribeToShard' };

/** An answer as it arrives; what is not read does not arrive. */
interface Arriving {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
  readonly abort: () => void;
}

async function overHttp1(body: string, url = app.url): Promise<Arriving> {
  const request = http.request(url, { method: 'POST', headers: TARGET, agent: false });
  const abort = (): void => void request.destroy();
  cleanUp.push(abort);
  request.on('error', () => undefined).end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  return { headers: { ':status': answer.statusCode, ...answer.headers }, body: answer, abort };
}

async function overHttp2(body: string, url = app.url): Promise<Arriving> {
  const session = http2.connect(url);
  cleanUp.push(() => session.destroy());
  const stream = session.request({ ':method': 'POST', ':path': '/', ...TARGET });
  stream.on('error', () => undefined).end(body);
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  return { headers, body: stream, abort: () => stream.close(http2.constants.NGHTTP2_CANCEL) };
}

interface Frame {
  readonly type: string;
  readonly payload: { readonly message?: string; readonly Records?: readonly { readonly Data: string }[] };
}

/** The frames of an answer, one after the other. */
async function* framesOf({ body }: Arriving): AsyncGenerator<Frame, void> {
  const reader = new EventStreamReader();
  for await (const chunk of body) {
    for (const { headers, payload } of reader.read(chunk as Buffer)) {
      const type = headers[':event-type'] ?? headers[':exception-type'] ?? '';
      expect(headers[':content-type']).toBe('application/x-amz-json-1.1');
      yield { type, payload: JSON.parse(Buffer.from(payload).toString()) as Frame['payload'] };
    }
  }
  expect(reader.isBetweenMessages).toBe(true);
}

async function put(...texts: readonly string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64'), PartitionKey: 'a' }));
  await app.kinesis.call('PutRecords', { StreamName: 'orders', Records });
}

async function nextTexts(frames: AsyncIterator<Frame, void>): Promise<readonly string[]> {
  const { value } = await frames.next();
  return value?.payload.Records?.map(({ Data }) => Buffer.from(Data, 'base64').toString()) ?? [];
}

const WAYS = [
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
] as const;

describe.each(WAYS)('an event stream over %s', (_, subscribe) => {
  it('begins with an empty response, and sends each event at once', async () => {
    consumerArn = await register();
    const answer = await subscribe(bodyOf());
    expect(answer.headers).toMatchObject({
      ':status': 200,
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-amz-id-2': expect.any(String),
    });
    const frames = framesOf(answer);
    expect((await frames.next()).value).toEqual({ type: 'initial-response', payload: {} });
    for (const text of ['a', 'b']) {
      await put(text);
      expect(await nextTexts(frames)).toEqual([text]);
    }
  });

  it('is refused in plain JSON before its first byte', async () => {
    const { headers, body } = await subscribe(bodyOf('LATEST', `${STREAM_ARN}/consumer/none:1`));
    expect(headers).toMatchObject({
      ':status': 400,
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'ResourceNotFoundException',
    });
    body.resume();
  });

  it('ends with an exception where the consumer is gone', async () => {
    consumerArn = await register();
    const frames = framesOf(await subscribe(bodyOf()));
    await frames.next();
    await fetch(app.url, {
      method: 'POST',
      headers: { ...HEADERS, 'x-amz-target': 'Kinesis_20131202.DeregisterStreamConsumer' },
      body: JSON.stringify({ ConsumerARN: consumerArn }),
    });
    expect((await frames.next()).value).toEqual({
      type: 'ResourceNotFoundException',
      payload: expect.objectContaining({ message: expect.stringContaining(consumerArn) }),
    });
    expect((await frames.next()).done).toBe(true);
  });

  it('ends in order when the server stops', async () => {
    const stopping = await GatewayApp.start({ environment: { SHARDWELL_STREAM_TRANSITION_MS: '0' } });
    await stopping.kinesis.call('CreateStream', { StreamName: 'orders', ShardCount: 1 });
    const previous = app;
    app = stopping;
    consumerArn = await register();
    const read = framesOf(await subscribe(bodyOf('LATEST', consumerArn), stopping.url));
    await read.next();
    app = previous;
    const closed = stopping.close();
    expect((await read.next()).done).toBe(true);
    await closed;
  });

  it('waits for a client that does not read, and others get theirs meanwhile', async () => {
    consumerArn = await register();
    const slow = framesOf(await subscribe(bodyOf()));
    await slow.next();
    const quick = framesOf(await subscribe(bodyOf('LATEST', await register())));
    await quick.next();
    const text = 'x'.repeat(100_000);
    let read = 0;
    for (let i = 0; i < 30; i += 1) {
      await put(text, text, text, text);
      while (read < 4 * (i + 1)) read += (await nextTexts(quick)).length;
    }
    expect(read).toBe(120);
    let late = 0;
    while (late < 120) late += (await nextTexts(slow)).length;
    expect(late).toBe(120);
  });
});

class Event extends SelfWritingOutput {
  toJson(): string {
    return '{}';
  }

  toCbor(): Buffer {
    return Buffer.alloc(0);
  }
}

/** Events without an end, and how many of them were asked for. */
class EndlessOutput extends EventStreamOutput {
  readonly eventType = 'Event';
  readonly ending = Promise.resolve();
  asked = 0;

  constructor(private readonly failure?: Error) {
    super();
  }

  async *events(): AsyncGenerator<SelfWritingOutput> {
    for (;;) {
      this.asked += 1;
      if (this.failure) throw this.failure;
      yield new Event();
    }
  }

  close(): void {}
}

describe('the body of an event stream', () => {
  const answerOf = (output: EndlessOutput, unexpected: unknown[] = []) =>
    ({
      operation: 'SubscribeToShard',
      output,
      codec: jsonCodec,
      onUnexpected: (error: unknown) => unexpected.push(error),
    }) as const;

  it('asks for one event more than was read, and for no other', async () => {
    const output = new EndlessOutput();
    const body = eventStreamBody(answerOf(output));
    const frames = body[Symbol.asyncIterator]();
    for (let read = 1; read <= 5; read += 1) {
      await frames.next();
      await new Promise(setImmediate);
      expect(output.asked).toBeLessThanOrEqual(read);
    }
    body.destroy();
  });

  it('tells of a failure that nobody foresaw, and tells the client nothing of it', async () => {
    const unexpected: unknown[] = [];
    const failure = new TypeError('a secret');
    const chunks = await eventStreamBody(answerOf(new EndlessOutput(failure), unexpected)).toArray();
    const text = Buffer.concat(chunks as Buffer[]).toString();
    expect(text).toContain('InternalFailureException');
    expect(text).not.toContain('secret');
    expect(unexpected).toEqual([failure]);
  });
});

describe('a client that goes away', () => {
  it.each(WAYS)('over %s leaves no subscription behind', async (_, subscribe) => {
    consumerArn = await register();
    const subscriptions = app.nest.get(ShardSubscriptions, { strict: false });
    await eventually(() => subscriptions.openCount === 0);
    const answer = await subscribe(bodyOf());
    answer.body.resume();
    expect(subscriptions.openCount).toBe(1);
    answer.abort();
    await eventually(() => subscriptions.openCount === 0);
  });
});
