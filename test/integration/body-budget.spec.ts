// Many bodies that never end: the memory they take is bounded, and clients elsewhere are served.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { Body, Controller, Post } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, Health, parseConfig, startHttpApp, type HttpApp } from '#lib/bootstrap';
import { eventually } from '../eventually.js';

const MIB = 1024 * 1024;
/** Two bodies of 1 MiB are within it, eight are not. */
const SHARE = 4 * MIB;
const TRICKLE = Buffer.alloc(64 * 1024);

@Controller()
class LengthController {
  @Post('length')
  length(@Body() body: Buffer): string {
    return String(body.length);
  }
}

class TestModule {}
let app: HttpApp;
const sessions: ClientHttp2Session[] = [];

beforeEach(async () => {
  const environment = {
    SHARDWELL_HTTP_PORT: '0',
    SHARDWELL_BODIES_IN_ARRIVAL_BYTES: String(3 * SHARE),
    SHARDWELL_BODIES_IN_ARRIVAL_BYTES_PER_ADDRESS: String(SHARE),
  };
  const logger = createLogger({ app: 'test', level: 'silent' });
  const frame = { config: parseConfig(environment), logger, health: new Health() };
  app = await startHttpApp({ frame, modules: [{ module: TestModule, controllers: [LengthController] }] });
});
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await app.close();
});

/** A connection from one of the addresses of loopback. */
function from(address: string): ClientHttp2Session {
  const port = Number(new URL(app.url).port);
  const createConnection = () => connectSocket({ port, host: '127.0.0.1', localAddress: address });
  const session = connect(app.url, { createConnection });
  sessions.push(session);
  return session;
}

const post = (session: ClientHttp2Session): ClientHttp2Stream =>
  session.request({ ':method': 'POST', ':path': '/length' }).on('error', () => undefined);

async function answerTo(stream: ClientHttp2Stream): Promise<readonly [number, string]> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  return [Number(headers[':status']), await text(stream)];
}

const put = (session: ClientHttp2Session, body: Buffer): Promise<readonly [number, string]> =>
  answerTo(post(session).end(body));

/** Streams that send most of 1 MiB each and never end. */
async function fillShareOf(session: ClientHttp2Session): Promise<readonly ClientHttp2Stream[]> {
  const streams = Array.from({ length: 20 }, () => post(session));
  for (const stream of streams) for (let i = 0; i < 12; i += 1) stream.write(TRICKLE);
  await eventually(async () => (await put(session, TRICKLE))[0] === 503);
  return streams;
}

describe('bodies that never end', () => {
  it('are refused beyond the share of their address, as something to try again', async () => {
    const streams = await fillShareOf(from('127.0.0.2'));
    const answers = await Promise.all(streams.map((stream) => answerTo(stream.end())));
    const statuses = answers.map(([status]) => status);
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(
      SHARE / (12 * TRICKLE.length),
    );
    expect(statuses).toContain(503);
    expect(answers.find(([status]) => status === 503)?.[1]).toContain('try again');
  });

  it('take nothing from clients of other addresses', async () => {
    await fillShareOf(from('127.0.0.2'));
    expect(await put(from('127.0.0.3'), Buffer.alloc(2 * MIB))).toEqual([201, String(2 * MIB)]);
  });

  it('give back what they held when they are gone', async () => {
    const bad = from('127.0.0.2');
    await fillShareOf(bad);
    bad.destroy();
    const good = from('127.0.0.2');
    await eventually(async () => (await put(good, Buffer.alloc(2 * MIB)))[0] === 201);
  });

  it('may be reset while they are refused', async () => {
    const session = from('127.0.0.2');
    const streams = await fillShareOf(session);
    for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
    await eventually(async () => (await put(session, Buffer.alloc(MIB)))[0] === 201);
  });

  it('are what an answered body is not', async () => {
    const session = from('127.0.0.2');
    for (let i = 0; i < 8; i += 1)
      expect(await put(session, Buffer.alloc(2 * MIB))).toEqual([201, String(2 * MIB)]);
  });
});

it('counts what a body unpacks to', async () => {
  const noise = randomBytes(6 * MIB);
  noise.fill(0, MIB);
  const packed = gzipSync(noise);
  expect(packed.length).toBeLessThan(SHARE / 2);
  const { status } = await fetch(`${app.url}/length`, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip' },
    body: packed,
  });
  expect(status).toBe(503);
});

it('refuses over HTTP/1.1 too, while the body arrives', async () => {
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
  const answer = await fetch(`${app.url}/length`, { method: 'POST', body: endless, duplex: 'half' });
  expect(answer.status).toBe(503);
});
