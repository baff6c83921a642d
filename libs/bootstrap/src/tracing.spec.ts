import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startTracing } from './tracing.js';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';

afterEach(() => {
  delete process.env[ENDPOINT];
});

describe('tracing', () => {
  it.each([
    ['no endpoint', {}],
    ['an empty endpoint', { [ENDPOINT]: '' }],
    ['an SDK that is disabled', { [ENDPOINT]: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' }],
    ['no exporter', { [ENDPOINT]: 'http://127.0.0.1:1', OTEL_TRACES_EXPORTER: 'none' }],
  ])('makes no spans where the environment says %s', async (_, env) => {
    const tracing = await startTracing(0.5, env);
    expect(tracing).toMatchObject({ tracer: undefined, sampling: 0.5 });
    await tracing.close();
  });

  it('sends what is left when it is closed', async () => {
    await using collector = await Collector.start(200);
    const { tracer, close } = await startTracing(1, process.env);
    tracer?.startSpan('PutRecord orders').end();
    await close();

    expect(collector.requests.map(({ url, headers }) => [url, headers['content-type']])).toEqual([
      ['/v1/traces', 'application/x-protobuf'],
    ]);
  });

  it('ends though nobody takes the spans', async () => {
    await using collector = await Collector.start(400);
    const { tracer, close } = await startTracing(1, process.env);
    tracer?.startSpan('PutRecord orders').end();
    await expect(close()).resolves.toBeUndefined();
    expect(collector.requests).toHaveLength(1);
  });
});

/** Takes spans, or does not, where the exporter looks for it by itself. */
class Collector implements AsyncDisposable {
  readonly requests: IncomingMessage[] = [];

  private constructor(private readonly server: Server) {}

  static async start(status: number): Promise<Collector> {
    const collector = new Collector(createServer());
    collector.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      collector.requests.push(request);
      request.resume().on('end', () => response.writeHead(status, { connection: 'close' }).end());
    });
    await once(collector.server.listen(0, '127.0.0.1'), 'listening');
    process.env[ENDPOINT] = `http://127.0.0.1:${(collector.server.address() as AddressInfo).port}`;
    return collector;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }
}
