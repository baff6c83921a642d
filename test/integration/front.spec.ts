import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  closeFront,
  closeFronts,
  gate,
  http2Answer,
  PREFACE,
  startFront,
  transcript,
} from './front-under-test.js';

afterEach(closeFronts);

describe('Front', () => {
  it('speaks HTTP/1.1 and HTTP/2 with prior knowledge on one port', async () => {
    const { port } = await startFront();
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'one' });
    expect(await answer.text()).toBe('1.1 POST one');
    const session = http2.connect(`http://127.0.0.1:${port}`);
    expect(await http2Answer(session, 'two')).toBe('2.0 POST two');
    session.close();
  });

  it('takes a body larger than every flow-control window over HTTP/2', async () => {
    const { port } = await startFront();
    const session = http2.connect(`http://127.0.0.1:${port}`);
    const body = 'x'.repeat(20 * 1024 * 1024);
    expect((await http2Answer(session, body)).length).toBe('2.0 POST '.length + body.length);
    session.close();
  });

  it.each([
    ['a preface', PREFACE, ''],
    ['a request', 'PROPFIND / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '1.1 PROPFIND '],
  ])('understands %s that arrives byte by byte', async (_, bytes, answer) => {
    const { front, port } = await startFront();
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const accepted = once(front, 'connection');
    await once(socket, 'connect');
    const [peer] = (await accepted) as [Socket];
    for (const [index, byte] of [...bytes].entries()) {
      socket.write(byte);
      while (peer.bytesRead <= index) await new Promise(setImmediate);
    }
    const [reply] = (await once(socket, 'data')) as [Buffer];
    // An HTTP/2 server's first frame is SETTINGS: type 4 in the fourth byte.
    if (answer === '') expect(reply[3]).toBe(4);
    else expect(reply.toString()).toContain(answer);
    socket.destroy();
  });

  describe('limits time:', () => {
    it.each([
      ['a silent connection', '', ''],
      ['half a preface', PREFACE.slice(0, 20), ''],
      ['half a header', 'POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ', '408 Request Timeout'],
    ])('%s is closed after the time for headers', async (_, bytes, answer) => {
      const { port } = await startFront({ limits: { headersTimeoutMs: 100 } });
      const socket = connect(port, '127.0.0.1');
      socket.write(bytes);
      expect(await transcript(socket)).toContain(answer);
    });

    it('headers that trickle are closed although every byte is in time', async () => {
      const { port } = await startFront({ limits: { headersTimeoutMs: 100 } });
      const socket = connect(port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      const trickle = setInterval(() => socket.write('a'), 10);
      await transcript(socket);
      clearInterval(trickle);
    });

    it('a body that stops is refused after the time for a request', async () => {
      const { port } = await startFront({ limits: { headersTimeoutMs: 100, requestTimeoutMs: 100 } });
      const socket = connect(port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
      expect(await transcript(socket)).toContain('408 Request Timeout');
    });

    it('a body that stops ends its HTTP/2 stream, and the session goes on', async () => {
      const { port } = await startFront({ limits: { requestTimeoutMs: 100 } });
      const session = http2.connect(`http://127.0.0.1:${port}`);
      const stream = session.request({ ':method': 'POST', ':path': '/' });
      stream.write('abc');
      await once(stream, 'close');
      expect(stream.rstCode).toBe(http2.constants.NGHTTP2_CANCEL);
      expect(await http2Answer(session, 'next')).toBe('2.0 POST next');
      session.close();
    });

    it('an HTTP/2 session that never asks is closed after the time for headers', async () => {
      const { port } = await startFront({ limits: { headersTimeoutMs: 100 } });
      const session = http2.connect(`http://127.0.0.1:${port}`);
      await once(session, 'close');
    });

    it('connections without a next request are closed after the keep-alive time', async () => {
      const { port } = await startFront({ limits: { keepAliveTimeoutMs: 100 } });
      const session = http2.connect(`http://127.0.0.1:${port}`);
      const closed = once(session, 'close');
      await http2Answer(session, 'one');
      await closed;
      const socket = connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      expect(await transcript(socket)).toContain('1.1 GET');
    });
  });

  describe('survives', () => {
    it.each([
      ['a TLS greeting', '\x16\x03\x01\x02\x00\x01', '400 Bad Request'],
      ['junk behind the preface', `${PREFACE}${'junk'.repeat(100)}`, ''],
      ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`, '431 Request Header'],
      [
        'two lengths',
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
        '400 Bad Request',
      ],
    ])('%s', async (_, bytes, answer) => {
      const { port } = await startFront();
      const socket = connect(port, '127.0.0.1');
      socket.write(bytes, 'latin1');
      expect(await transcript(socket)).toContain(answer);
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    });

    it.each([
      ['before its first byte', ''],
      ['inside the preface', PREFACE.slice(0, 5)],
      ['inside a header', 'POST / HTTP/1.1\r\nHos'],
      ['inside a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'],
    ])('a connection that is reset %s', async (_, bytes) => {
      const { front, port } = await startFront();
      const accepted = once(front, 'connection');
      const socket = connect(port, '127.0.0.1');
      await new Promise((written) => socket.write(bytes, written));
      const [peer] = (await accepted) as [Socket];
      const closed = new Promise((done) => peer.once('close', done));
      socket.resetAndDestroy();
      await closed;
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    });
  });

  describe('a client that is refused while it sends', () => {
    const refuse: http.RequestListener = (_, response) =>
      response.writeHead(413, { connection: 'close' }).end('too large');
    const head = (bytes: number): string => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n`;

    it('can send all of it, and reads the answer then', async () => {
      const { port } = await startFront({ handler: refuse });
      const body = Buffer.alloc(16 * 1024 * 1024);
      const socket = connect(port, '127.0.0.1').pause();
      socket.write(head(body.length));
      await new Promise((written) => socket.write(body, written));
      expect(await text(socket)).toContain('too large');
    });

    it('is cut off where it does not come to an end in time', async () => {
      const { port } = await startFront({
        limits: { headersTimeoutMs: 100, requestTimeoutMs: 100 },
        handler: refuse,
      });
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      socket.write(head(1024));
      const trickle = setInterval(() => socket.write('a'), 10);
      expect(await transcript(socket)).toContain('too large');
      clearInterval(trickle);
    });
  });

  it('closes connections beyond its limit at once', async () => {
    const { port } = await startFront({ limits: { maxConnections: 1 } });
    const first = connect(port, '127.0.0.1');
    await once(first, 'connect');
    expect(await transcript(connect(port, '127.0.0.1'))).toBe('');
    first.destroy();
  });

  describe('close', () => {
    it('lets an HTTP/1.1 request end, also one whose answer takes a while to flush', async () => {
      const { handler, arrived, open } = gate();
      const { front, port } = await startFront({ handler });
      const request = http.get({ port, host: '127.0.0.1', agent: new http.Agent({ keepAlive: true }) });
      await arrived;
      const closed = closeFront(front);
      open('x'.repeat(20 * 1024 * 1024));
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      expect(response.headers.connection).toBe('close');
      await new Promise(setImmediate);
      expect((await text(response)).length).toBe(20 * 1024 * 1024);
      await closed;
    });

    it('closes a connection behind its answer, also where the answer has said that it stays open', async () => {
      const { handler, arrived, open } = gate();
      const { front, port } = await startFront({
        handler: (request, response) => {
          response.writeHead(200).flushHeaders();
          handler(request, response);
        },
      });
      const request = http.get({ port, host: '127.0.0.1', agent: new http.Agent({ keepAlive: true }) });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      await arrived;
      const closed = closeFront(front);
      open('done');
      expect(await text(response)).toBe('done');
      await closed;
    });

    it('lets an HTTP/2 request end and says that it goes away', async () => {
      const { handler, arrived, open } = gate();
      const { front, port } = await startFront({ handler });
      const session = http2.connect(`http://127.0.0.1:${port}`);
      const goneAway = once(session, 'goaway');
      const answer = http2Answer(session, '');
      await arrived;
      const closed = closeFront(front);
      await goneAway;
      open('done');
      expect(await answer).toBe('done');
      await closed;
    });

    it('closes silent and idle connections and takes no new ones', async () => {
      const { front, port } = await startFront();
      const silent = connect(port, '127.0.0.1');
      const idle = connect(port, '127.0.0.1');
      idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await Promise.all([once(silent, 'connect'), once(idle, 'data')]);
      await closeFront(front);
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    });

    it('cuts off what is still in flight after the drain limit', async () => {
      const { handler, arrived } = gate();
      const { front, port } = await startFront({ limits: { drainTimeoutMs: 50 }, handler });
      const cut = expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
      await arrived;
      await closeFront(front);
      await cut;
    });

    it('can be asked twice', async () => {
      const { front } = await startFront();
      await closeFront(front);
      const error = await closeFront(front);
      expect(error).toMatchObject({ code: 'ERR_SERVER_NOT_RUNNING' });
    });
  });
});
