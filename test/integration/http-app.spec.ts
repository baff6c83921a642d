import 'reflect-metadata';
import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Body, Controller, Post, type DynamicModule } from '@nestjs/common';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import {
  createLogger,
  Health,
  parseConfig,
  startHttpApp,
  StartError,
  type Frame,
  type HttpApp,
} from '#lib/bootstrap';
import { eventually } from '../eventually.js';
import { FIRST, securedPost, TlsDirectory, TRUST } from './tls-under-test.js';

@Controller()
class EchoController {
  @Post('echo')
  echo(@Body() body: unknown): string {
    return body instanceof Buffer ? `bytes ${body.toString('latin1')}` : `not bytes ${String(body)}`;
  }

  @Post('broken')
  broken(): never {
    throw new Error('a bug');
  }
}

class TestModule {}
const echo: DynamicModule = { module: TestModule, controllers: [EchoController] };
const apps: HttpApp[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

function frame(env: Readonly<Record<string, string>> = {}): Frame {
  return {
    config: parseConfig({ SHARDWELL_HTTP_PORT: '0', ...env }),
    logger: createLogger({ app: 'test', level: 'silent' }),
    health: new Health(),
  };
}

async function start(options: Frame = frame()): Promise<HttpApp> {
  const app = await startHttpApp({ frame: options, modules: [echo] });
  apps.push(app);
  return app;
}

describe('startHttpApp', () => {
  it.each([
    ['application/json', '{"a":1}'],
    ['application/json', '{ not json'],
    ['application/x-amz-json-1.1', '{}'],
    ['text/plain', 'text'],
    ['application/vnd.of-nobody', '\x00\xff'],
    ['', 'no type'],
  ])('gives a body of type %j to its route as bytes', async (contentType, body) => {
    const { url } = await start();
    const headers = contentType === '' ? {} : { 'content-type': contentType };
    const answer = await fetch(`${url}/echo`, { method: 'POST', headers, body: Buffer.from(body, 'latin1') });
    expect(await answer.text()).toBe(`bytes ${body}`);
  });

  it('takes bodies over HTTP/2 too', async () => {
    const { url } = await start();
    const session = connect(url);
    const request = session.request({ ':method': 'POST', ':path': '/echo' }).end('two');
    expect(await text(request)).toBe('bytes two');
    session.close();
  });

  it('refuses a body over the limit while it arrives', async () => {
    const { url } = await start(frame({ SHARDWELL_BODY_LIMIT_BYTES: '1024' }));
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024)) });
    const answer = await fetch(`${url}/echo`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
  });

  it.each([
    ['with its length', true],
    ['without a length', false],
  ])('refuses a body over the limit over HTTP/2, %s, so that the client hears it', async (_, hasLength) => {
    const { url } = await start(frame({ SHARDWELL_BODY_LIMIT_BYTES: '1024' }));
    const session = connect(url);
    const body = Buffer.alloc(32 * 1024 * 1024);
    const length = hasLength ? { 'content-length': body.length } : {};
    const request = session.request({ ':method': 'POST', ':path': '/echo', ...length }).end(body);
    const [headers] = (await once(request, 'response')) as [IncomingHttpHeaders];
    expect(headers[':status']).toBe(413);
    expect(await text(request)).toContain('too large');
    const next = session.request({ ':method': 'POST', ':path': '/echo' }).end('next');
    expect(await text(next)).toBe('bytes next');
    session.close();
  });

  it('answers 500 where a route has a bug, and goes on', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/broken`, { method: 'POST' })).status).toBe(500);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  it('enforces the time limits of the configuration', async () => {
    const { url } = await start(frame({ SHARDWELL_HEADERS_TIMEOUT_MS: '100' }));
    const socket = connectSocket(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /echo HTTP/1.1\r\nHost: ');
    expect(await text(socket)).toContain('408 Request Timeout');
  });

  it('lives, and is ready as soon as nothing says otherwise', async () => {
    const options = frame();
    let reason: string | undefined = 'no connection';
    options.health.register('redis', () => reason);
    const { url } = await start(options);
    const live = await fetch(`${url}/livez`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'ok' }]);
    const unready = await fetch(`${url}/readyz`);
    expect([unready.status, await unready.json()]).toEqual([
      503,
      { ready: false, checks: { redis: 'no connection' } },
    ]);
    reason = undefined;
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { redis: 'ok' } }]);
  });

  it('says in words that a port is taken, and what to do', async () => {
    const { url } = await start();
    const port = new URL(url).port;
    const second = start(frame({ SHARDWELL_HTTP_PORT: port }));
    await expect(second).rejects.toThrow(StartError);
    await expect(second).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program. Set SHARDWELL_HTTP_PORT or SHARDWELL_HOST.`,
    );
  });

  it('says that in one sentence alone: nothing is logged before it', async () => {
    const { url } = await start();
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => lines.push(line) });
    const taken = { ...frame({ SHARDWELL_HTTP_PORT: new URL(url).port }), logger };
    await expect(start(taken)).rejects.toThrow(StartError);
    expect(lines).toEqual([]);
  });

  describe('with a certificate', () => {
    const directory = new TlsDirectory();
    const tls = { SHARDWELL_TLS_CERT: directory.certPath, SHARDWELL_TLS_KEY: directory.keyPath };

    afterAll(() => directory.remove());

    it('speaks TLS beside plain HTTP, and has plain HTTP in its URL', async () => {
      const { url, tlsFiles } = await start(frame(tls));
      expect(url).toMatch(/^http:/);
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      expect(await securedPost(Number(new URL(url).port), '')).toContain('Cannot POST /');
      expect(tlsFiles?.pair.cert).toBe(FIRST.certificate);
    });

    it('has https in its URL where it speaks nothing else', async () => {
      const { url } = await start(frame({ ...tls, SHARDWELL_PLAINTEXT: 'off' }));
      expect(url).toMatch(/^https:/);
      const session = connect(url, TRUST);
      const request = session.request({ ':method': 'POST', ':path': '/echo' }).end('two');
      expect(await text(request)).toBe('bytes two');
      session.close();
    });

    it('does not start where the certificate cannot be used', async () => {
      const other = { ...tls, SHARDWELL_TLS_KEY: directory.certPath };
      await expect(start(frame(other))).rejects.toThrow('holds no private key');
    });
  });

  it('listens on both addresses of localhost and closes both', async () => {
    const app = await startHttpApp({ frame: frame({ SHARDWELL_HOST: 'localhost' }), modules: [echo] });
    expect((await fetch(`${app.url}/livez`)).status).toBe(200);
    await app.close();
    await expect(fetch(`${app.url}/livez`)).rejects.toThrow('fetch failed');
  });

  it('ends requests in flight before it stops the modules', async () => {
    const order: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const proceed = Promise.withResolvers<void>();
    @Controller()
    class SlowController {
      @Post('slow')
      async slow(): Promise<string> {
        arrived.resolve();
        await proceed.promise;
        order.push('answered');
        return 'done';
      }
      onModuleDestroy(): void {
        order.push('destroyed');
      }
    }
    const modules = [{ module: TestModule, controllers: [SlowController] }];
    const app = await startHttpApp({ frame: frame(), modules });
    const answer = fetch(`${app.url}/slow`, { method: 'POST' });
    await arrived.promise;
    const closed = app.close();
    await eventually(() => expect(fetch(`${app.url}/livez`)).rejects.toThrow('fetch failed'));
    expect(order).toEqual([]);
    proceed.resolve();
    expect(await (await answer).text()).toBe('done');
    await closed;
    expect(order).toEqual(['answered', 'destroyed']);
  });
});
