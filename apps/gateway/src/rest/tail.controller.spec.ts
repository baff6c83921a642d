import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayApp } from '../testing/gateway-app.js';
import { ServerSentEvents } from '../testing/server-sent-events.js';

let app: GatewayApp;
let names = 0;
const open: ServerSentEvents[] = [];

beforeAll(async () => {
  app = await GatewayApp.start({ environment: { SHARDWELL_STREAM_TRANSITION_MS: '0' } });
});
afterAll(async () => {
  for (const events of open) events.close();
  await app.close();
});

async function newStream(shardCount = 1): Promise<string> {
  const name = `tailed-${(names += 1)}`;
  const body = JSON.stringify({ name, shardCount });
  await fetch(`${app.url}/v1/streams`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return name;
}

async function put(name: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const headers = { 'content-type': 'text/plain', 'x-partition-key': encodeURIComponent(text) };
    await fetch(`${app.url}/v1/streams/${name}/records`, { method: 'POST', headers, body: text });
  }
}

async function follow(
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ServerSentEvents> {
  const events = await ServerSentEvents.open(`${app.url}/v1/streams/${path}`, headers);
  open.push(events);
  return events;
}

const textsOf = (messages: readonly { readonly data: string }[]): readonly string[] =>
  messages.map(({ data }) => (JSON.parse(data) as { text: string }).text);

describe('GET /v1/streams/{name}/tail', () => {
  it('gives each record as a message, as soon as it is stored', async () => {
    const name = await newStream();
    await put(name, 'before');
    const events = await follow(`${name}/tail`);
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    expect(events.headers.get('cache-control')).toBe('no-cache');
    await put(name, 'π', 'b');
    const [first, second] = await events.take(2);
    expect(JSON.parse(first?.data ?? '')).toEqual({
      shardId: 'shardId-000000000000',
      sequenceNumber: expect.stringMatching(/^\d{56}$/),
      partitionKey: '%CF%80',
      arrivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      dataBase64: Buffer.from('π').toString('base64'),
      text: 'π',
    });
    expect(textsOf([second ?? { data: '' }])).toEqual(['b']);
  });

  it('goes on behind the message that the client saw last, in all shards', async () => {
    const name = await newStream(3);
    const texts = Array.from({ length: 20 }, (_, i) => `${i}`);
    const all = await follow(`${name}/tail?from=trim-horizon`);
    await put(name, ...texts);
    const messages = await all.take(20);
    expect([...textsOf(messages)].toSorted()).toEqual(texts.toSorted());

    const seen = messages.slice(0, 7);
    const rest = await follow(`${name}/tail`, { 'last-event-id': seen.at(-1)?.id ?? '' });
    const again = await rest.take(13);
    expect([...textsOf(seen), ...textsOf(again)].toSorted()).toEqual(texts.toSorted());
  });

  it('begins at a time', async () => {
    const name = await newStream();
    await put(name, 'a');
    const [message] = await (await follow(`${name}/tail?from=trim-horizon`)).take(1);
    const { arrivedAt } = JSON.parse(message?.data ?? '') as { arrivedAt: string };
    const events = await follow(`${name}/tail?from=${arrivedAt}&shard=0`);
    expect(textsOf(await events.take(1))).toEqual(['a']);
  });

  it.each([
    ['none/tail', {}, 404, 'Stream none under account 000000000000 not found.'],
    ['tailed-1/tail?from=soon', {}, 400, 'from: '],
    ['tailed-1/tail?shard=9', {}, 404, 'shardId-000000000009'],
    ['tailed-1/tail?from=2999-01-01T00:00:00Z', {}, 400, 'timestampInMillis'],
    ['tailed-1/tail?since=1', {}, 400, 'since'],
    ['tailed-1/tail', { 'last-event-id': 'foreign' }, 400, 'Last-Event-ID: '],
  ] as const)('refuses %s %j with a problem', async (path, headers, status, detail) => {
    const answer = await fetch(`${app.url}/v1/streams/${path}`, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(((await answer.json()) as { detail: string }).detail).toContain(detail);
  });

  it('says why it ends where it was not asked to', async () => {
    const name = await newStream();
    const events = await follow(`${name}/tail`);
    await fetch(`${app.url}/v1/streams/${name}`, { method: 'DELETE' });
    const [last] = await events.take(1);
    expect(last?.event).toBe('problem');
    expect(JSON.parse(last?.data ?? '')).toMatchObject({ status: 404, code: 'ResourceNotFoundException' });
    await events.ended();
  });

  it('ends in order when the server stops', async () => {
    const stopping = await GatewayApp.start({
      environment: { SHARDWELL_STREAM_TRANSITION_MS: '0', SHARDWELL_DRAIN_TIMEOUT_MS: '3500' },
    });
    await stopping.kinesis.call('CreateStream', { StreamName: 'orders', ShardCount: 1 });
    const events = await ServerSentEvents.open(`${stopping.url}/v1/streams/orders/tail`);
    await stopping.close();
    // A connection that is cut at the end of the drain would be an error.
    await expect(events.ended()).resolves.toBeUndefined();
  });
});
