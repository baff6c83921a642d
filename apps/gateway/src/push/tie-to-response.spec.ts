import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { tieToResponse } from './tie-to-response.js';

interface Exchange {
  readonly response: ServerResponse;
  /** The client gives up on its request; resolves when the server has noticed it. */
  readonly giveUp: () => Promise<unknown>;
}

let close: () => void = () => undefined;
afterEach(() => close());

async function overHttp1(): Promise<Exchange> {
  const server = http.createServer().listen(0);
  const answering = once(server, 'request') as Promise<[http.IncomingMessage, ServerResponse]>;
  const sent = http.request({ port: (server.address() as AddressInfo).port, agent: false });
  sent.on('error', () => undefined).end();
  close = () => void server.close();
  const [, response] = await answering;
  return {
    response,
    giveUp() {
      const over = once(response, 'close');
      sent.destroy();
      return over;
    },
  };
}

async function overHttp2(): Promise<Exchange> {
  const server = http2.createServer().listen(0);
  const answering = once(server, 'request');
  const client = http2.connect(`http://localhost:${(server.address() as AddressInfo).port}`);
  const sent = client.request({ ':method': 'GET' });
  sent.on('error', () => undefined);
  close = () => {
    client.destroy();
    server.close();
  };
  const [, response] = (await answering) as [unknown, http2.Http2ServerResponse];
  return {
    // Fastify declares the one type for both.
    response: response as unknown as ServerResponse,
    giveUp() {
      const over = once(response.stream, 'close');
      sent.close(http2.constants.NGHTTP2_CANCEL);
      return over;
    },
  };
}

/** A stream that never ends by itself, and a promise of its being closed. */
function endless() {
  const { promise: closed, resolve } = Promise.withResolvers<'closed'>();
  const stream = { ending: new Promise<void>(() => undefined), close: () => resolve('closed') };
  return { stream, closed };
}

describe.each([
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
])('a stream that is tied to an answer over %s', (_, exchange) => {
  it('is closed when the client gives up', async () => {
    const { response, giveUp } = await exchange();
    const { stream, closed } = endless();
    tieToResponse(response, stream);
    await giveUp();
    expect(await closed).toBe('closed');
  });

  it('is closed where the client gave up before', async () => {
    const { response, giveUp } = await exchange();
    const { stream, closed } = endless();
    await giveUp();
    tieToResponse(response, stream);
    expect(await closed).toBe('closed');
  });
});
