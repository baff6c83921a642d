import { once } from 'node:events';
import http2 from 'node:http2';
import https from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '#lib/bootstrap';
import type { Front } from '../../libs/bootstrap/src/front/front.js';
import { TlsFiles } from '../../libs/bootstrap/src/front/tls-files.js';
import { eventually } from '../eventually.js';
import { closeFront, closeFronts, gate, http2Answer, startFront, transcript } from './front-under-test.js';
import { secured, securedPost, securedSession, TlsDirectory } from './tls-under-test.js';

const directory = new TlsDirectory();
let tlsFiles: TlsFiles;

beforeAll(async () => {
  tlsFiles = await TlsFiles.open({ ...directory, logger: createLogger({ app: 'test', level: 'silent' }) });
});

afterEach(closeFronts);

afterAll(() => {
  tlsFiles.close();
  directory.remove();
});

/** OpenSSL speaks it only where it is told to be careless. */
const OF_TLS_1_1 = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

describe('the front over TLS', () => {
  it('speaks HTTP/1.1, HTTP/2, and both without TLS, on one port', async () => {
    const { port } = await startFront({ tlsFiles });
    expect(await securedPost(port, 'one')).toBe('1.1 POST one');
    const secure = await securedSession(port);
    expect(secure.alpnProtocol).toBe('h2');
    expect(await http2Answer(secure, 'two')).toBe('2.0 POST two');
    const plain = http2.connect(`http://127.0.0.1:${port}`);
    expect(await http2Answer(plain, 'three')).toBe('2.0 POST three');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('1.1 GET ');
    secure.close();
    plain.close();
  });

  it('gives requests a socket that says whether they are secure', async () => {
    const { port } = await startFront({
      tlsFiles,
      handler: (request, response) =>
        response.end(String((request.socket as Partial<TLSSocket>).encrypted === true)),
    });
    expect(await securedPost(port, '')).toBe('true');
    const secure = await securedSession(port);
    expect(await http2Answer(secure, '')).toBe('true');
    const plain = http2.connect(`http://127.0.0.1:${port}`);
    expect(await http2Answer(plain, '')).toBe('false');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('false');
    secure.close();
    plain.close();
  });

  it.each([
    ['that offers no protocol', {}],
    ['that offers HTTP/1.1', { ALPNProtocols: ['http/1.1'] }],
    ['of TLS 1.2', { maxVersion: 'TLSv1.2' as const }],
  ])('speaks HTTP/1.1 with a client %s', async (_, options) => {
    const { port } = await startFront({ tlsFiles });
    const socket = await secured(port, options);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await transcript(socket)).toContain('1.1 GET');
  });

  it.each([
    ['that knows no protocol of ours', { ALPNProtocols: ['spdy/3'] }, 'no application protocol'],
    ['of TLS 1.1', { ...OF_TLS_1_1 }, 'protocol version'],
  ])('refuses a client %s', async (_, options, reason) => {
    const { port } = await startFront({ tlsFiles });
    await expect(secured(port, options)).rejects.toThrow(reason);
    expect(await securedPost(port, 'next')).toBe('1.1 POST next');
  });

  it('takes a body larger than every flow-control window', async () => {
    const { port } = await startFront({ tlsFiles });
    const body = 'x'.repeat(20 * 1024 * 1024);
    const secure = await securedSession(port);
    const [one, two] = await Promise.all([securedPost(port, body), http2Answer(secure, body)]);
    expect([one.length, two.length]).toEqual([body.length + 9, body.length + 9]);
    secure.close();
  });

  it('understands a greeting that arrives byte by byte', async () => {
    const { port } = await startFront({ tlsFiles });
    const carrier = connect(port, '127.0.0.1').setNoDelay(true);
    await once(carrier, 'connect');
    const writeWhole = carrier.write.bind(carrier);
    carrier.write = (chunk: string | Uint8Array) =>
      [...Buffer.from(chunk)].map((byte) => writeWhole(Buffer.of(byte))).every(Boolean);
    const socket = await secured(port, { socket: carrier });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await transcript(socket)).toContain('1.1 GET');
  });

  describe('limits and survives', () => {
    it('a handshake that stops is closed after the time for headers', async () => {
      const { front, port } = await startFront({ tlsFiles, limits: { headersTimeoutMs: 100 } });
      const socket = connect(port, '127.0.0.1');
      socket.write('\x16\x03\x01\x02\x00\x01', 'latin1');
      await transcript(socket);
      await eventually(async () => expect(await connectionsOf(front)).toBe(0));
    });

    it('a channel that stays silent is closed after the time for headers', async () => {
      const { front, port } = await startFront({ tlsFiles, limits: { headersTimeoutMs: 100 } });
      const [one, two] = await Promise.all([secured(port), secured(port, { ALPNProtocols: ['h2'] })]);
      await Promise.all([transcript(one), transcript(two)]);
      await eventually(async () => expect(await connectionsOf(front)).toBe(0));
    });

    it.each([
      ['junk behind the first byte', '\x16junk'.repeat(100)],
      ['an alert at once', '\x15\x03\x01\x00\x02\x02\x28'],
      ['a record that is too long', '\x16\x03\x01\xff\xff'],
    ])('%s', async (_, bytes) => {
      const { front, port } = await startFront({ tlsFiles });
      const socket = connect(port, '127.0.0.1');
      socket.write(bytes, 'latin1');
      await transcript(socket);
      await eventually(async () => expect(await connectionsOf(front)).toBe(0));
      expect(await securedPost(port, 'next')).toBe('1.1 POST next');
    });

    it.each([
      [
        'inside its handshake',
        async (port: number) => {
          const socket = connect(port, '127.0.0.1');
          await new Promise((written) => socket.write('\x16\x03', 'latin1', written));
          socket.resetAndDestroy();
        },
      ],
      [
        'inside a request',
        async (port: number) => {
          const carrier = connect(port, '127.0.0.1');
          await once(carrier, 'connect');
          const socket = await secured(port, { socket: carrier });
          socket.on('error', () => undefined);
          await new Promise((written) =>
            socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab', written),
          );
          carrier.resetAndDestroy();
        },
      ],
      [
        'inside a record',
        async (port: number) => {
          const carrier = connect(port, '127.0.0.1');
          await once(carrier, 'connect');
          const socket = await secured(port, { socket: carrier });
          socket.on('error', () => undefined);
          carrier.write('\x17\x03\x03\x00\x20junkjunkjunkjunkjunkjunkjunkjunk', 'latin1');
        },
      ],
    ])('a connection that breaks %s', async (_, brokenBy) => {
      const { front, port } = await startFront({ tlsFiles });
      await brokenBy(port);
      await eventually(async () => expect(await connectionsOf(front)).toBe(0));
      expect(await securedPost(port, 'next')).toBe('1.1 POST next');
    });

    it('headers that are too large are refused with an answer', async () => {
      const { port } = await startFront({ tlsFiles });
      const socket = await secured(port);
      socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`);
      expect(await transcript(socket)).toContain('431 Request Header');
    });

    it('a client that is refused while it sends can send all of it, and reads the answer then', async () => {
      const { port } = await startFront({
        tlsFiles,
        handler: (_, response) => response.writeHead(413, { connection: 'close' }).end('too large'),
      });
      const body = Buffer.alloc(16 * 1024 * 1024);
      const socket = (await secured(port)).pause();
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`);
      await new Promise((written) => socket.write(body, written));
      expect(await text(socket)).toContain('too large');
    });
  });

  describe('without plain HTTP', () => {
    it('tells an HTTP/1.1 client what to do, also one that sends all it has before it reads', async () => {
      const { port } = await startFront({ tlsFiles, plaintext: 'off' });
      const body = Buffer.alloc(16 * 1024 * 1024);
      const socket = connect(port, '127.0.0.1').pause();
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`);
      await new Promise((written) => socket.write(body, written));
      const said = await text(socket);
      expect(said).toContain('400 Bad Request');
      expect(said).toContain('This port speaks only TLS: use https://.');
      expect(await securedPost(port, 'next')).toBe('1.1 POST next');
    });

    it('cuts off a client that never stops', async () => {
      const { port } = await startFront({ tlsFiles, plaintext: 'off', limits: { headersTimeoutMs: 100 } });
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      const trickle = setInterval(() => socket.write('a'), 10);
      expect(await transcript(socket)).toContain('use https://');
      clearInterval(trickle);
    });

    it('tells an HTTP/2 client what to do', async () => {
      const { port } = await startFront({ tlsFiles, plaintext: 'off' });
      const plain = http2.connect(`http://127.0.0.1:${port}`).on('error', () => undefined);
      const [code, , debug] = (await once(plain, 'goaway')) as [number, number, Buffer];
      expect(code).toBe(http2.constants.NGHTTP2_INADEQUATE_SECURITY);
      expect(String(debug)).toContain('use https://');
    });
  });

  describe('close', () => {
    it('lets an HTTP/1.1 request end, also one whose answer takes a while to flush', async () => {
      const { handler, arrived, open } = gate();
      const { front, port } = await startFront({ tlsFiles, handler });
      const answer = securedPost(port, '', new https.Agent({ keepAlive: true }));
      await arrived;
      const closed = closeFront(front);
      open('x'.repeat(20 * 1024 * 1024));
      expect((await answer).length).toBe(20 * 1024 * 1024);
      await closed;
    });

    it('lets an HTTP/2 request end and says that it goes away', async () => {
      const { handler, arrived, open } = gate();
      const { front, port } = await startFront({ tlsFiles, handler });
      const secure = await securedSession(port);
      const goneAway = once(secure, 'goaway');
      const answer = http2Answer(secure, '');
      await arrived;
      const closed = closeFront(front);
      await goneAway;
      open('done');
      expect(await answer).toBe('done');
      await closed;
    });

    it('closes handshakes, silent and idle connections at once', async () => {
      const { front, port } = await startFront({ tlsFiles });
      const handshaking = connect(port, '127.0.0.1');
      const arrived = once(front, 'connection');
      handshaking.write('\x16\x03\x01\x02\x00\x01', 'latin1');
      await arrived;
      const idle = await secured(port);
      idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await Promise.all([once(idle, 'data'), secured(port)]);
      await closeFront(front);
    });

    it('cuts off what is still in flight after the drain limit', async () => {
      const { handler, arrived } = gate();
      const { front, port } = await startFront({ tlsFiles, handler, limits: { drainTimeoutMs: 50 } });
      const cut = expect(securedPost(port, '')).rejects.toThrow('socket hang up');
      await arrived;
      await closeFront(front);
      await cut;
    });
  });
});

function connectionsOf(front: Front): Promise<number> {
  return new Promise((counted) => front.getConnections((_, count) => counted(count)));
}
