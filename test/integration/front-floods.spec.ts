import { once } from 'node:events';
import http2 from 'node:http2';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { closeFronts, gate, http2Answer, startFront, transcript } from './front-under-test.js';
import {
  END_HEADERS,
  END_STREAM,
  FRAME,
  GET_HEADERS,
  literalHeader,
  RawHttp2,
  type Frame,
} from './raw-http2.js';

afterEach(closeFronts);

const { NGHTTP2_CANCEL, NGHTTP2_ENHANCE_YOUR_CALM } = http2.constants;
const CANCEL = Buffer.from([0, 0, 0, NGHTTP2_CANCEL]);
/** What a client may well do in one go. */
const FEW = 50;

function request(round: number): Frame {
  return {
    type: FRAME.headers,
    flags: END_STREAM | END_HEADERS,
    stream: 2 * round + 1,
    payload: GET_HEADERS,
  };
}

function reset(round: number): Frame {
  return { type: FRAME.reset, stream: 2 * round + 1, payload: CANCEL };
}

const ping: Frame = { type: FRAME.ping, payload: Buffer.alloc(8) };

describe('a flood of', () => {
  it.each<readonly [string, (round: number) => readonly Frame[]]>([
    ['requests that are reset (CVE-2023-44487)', (round) => [request(round), reset(round)]],
    ['requests beyond the limit of streams', (round) => [{ ...request(round), flags: END_HEADERS }]],
    ['PING', () => [ping]],
    ['SETTINGS', () => [{ type: FRAME.settings }]],
    [
      'DATA without a byte (CVE-2019-9518)',
      (round) => [round === 0 ? { ...request(0), flags: END_HEADERS } : { type: FRAME.data, stream: 1 }],
    ],
    [
      'CONTINUATION',
      (round) => [
        round === 0
          ? { ...request(0), flags: 0 }
          : { type: FRAME.continuation, stream: 1, payload: literalHeader('a', 'b') },
      ],
    ],
    [
      'PRIORITY',
      (round) => [{ type: FRAME.priority, stream: 2 * round + 1, payload: Buffer.from([0, 0, 0, 0, 1]) }],
    ],
    ['frames of no known type', () => [{ type: 0x42, payload: Buffer.alloc(8) }]],
  ])('%s ends its connection, and others are served', async (_, frames) => {
    const { port } = await startFront();
    const good = http2.connect(`http://127.0.0.1:${port}`);
    const flooding = await RawHttp2.open(port);
    const flood = flooding.flood(frames);
    expect(await http2Answer(good, 'meanwhile')).toBe('2.0 POST meanwhile');
    expect(await flood).toBeLessThan(20_000);
    expect(flooding.goneAway).toBeGreaterThan(0);
    expect(await http2Answer(good, 'after')).toBe('2.0 POST after');
    good.close();
  });

  it.each([
    ['PING', ping],
    ['SETTINGS', { type: FRAME.settings }],
  ])('%s is told to be calm', async (_, frame) => {
    const { port } = await startFront();
    const client = await RawHttp2.open(port);
    await client.flood(() => [frame]);
    expect(client.goneAway).toBe(NGHTTP2_ENHANCE_YOUR_CALM);
  });
});

describe('no flood is', () => {
  it('a PING now and then: each is answered', async () => {
    const { port } = await startFront();
    const client = await RawHttp2.open(port);
    for (let round = 0; round < FEW; round += 1)
      client.send({ type: FRAME.ping, payload: Buffer.alloc(8, round) });
    await eventually(() => expect(client.heard.filter(({ type }) => type === FRAME.ping)).toHaveLength(FEW));
    client.send(request(0));
    await eventually(() => expect(client.heard.some(({ type }) => type === FRAME.headers)).toBe(true));
    client.close();
  });

  it('a client that gives up on all its requests at once', async () => {
    const { handler } = gate();
    const { port } = await startFront({ handler });
    const client = await RawHttp2.open(port);
    const rounds = Array.from({ length: 100 }, (_, round) => round);
    client.send(...rounds.map(request), ...rounds.map(reset), ping);
    await eventually(() =>
      expect(client.heard).toContainEqual(expect.objectContaining({ type: FRAME.ping })),
    );
    expect(client.goneAway).toBeUndefined();
    client.close();
  });
});

describe('headers larger than 16 KiB', () => {
  const large = { x: 'x'.repeat(9000), y: 'y'.repeat(9000) };

  it('are refused over HTTP/1.1', async () => {
    const { port } = await startFront();
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${large.x}\r\nY: ${large.y}\r\n\r\n`);
    expect(await transcript(socket)).toContain('431 Request Header');
  });

  it('are refused over HTTP/2, of a client that has read the limit', async () => {
    const { port } = await startFront();
    const session = http2.connect(`http://127.0.0.1:${port}`);
    await once(session, 'remoteSettings');
    const sent = session.request({ ':path': '/', ...large });
    await expect(text(sent)).rejects.toThrow('NGHTTP2_ENHANCE_YOUR_CALM');
    expect(await http2Answer(session, 'next')).toBe('2.0 POST next');
    session.close();
  });

  it('are refused over HTTP/2, of a client that never acknowledges it', async () => {
    const { port } = await startFront();
    const client = await RawHttp2.open(port);
    client.send(
      {
        type: FRAME.headers,
        flags: END_STREAM,
        stream: 1,
        payload: Buffer.concat([GET_HEADERS, literalHeader('x', large.x)]),
      },
      { type: FRAME.continuation, flags: END_HEADERS, stream: 1, payload: literalHeader('y', large.y) },
    );
    await eventually(() =>
      expect(client.heard.some(({ payload }) => String(payload).includes('The headers are larger'))).toBe(
        true,
      ),
    );
    client.close();
  });
});

describe('connections of one address', () => {
  it('are closed at once beyond their limit, until another one ends', async () => {
    const { port } = await startFront({ limits: { maxConnectionsPerAddress: 2 } });
    const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect(await transcript(connect(port, '127.0.0.1'))).toBe('');
    held[0]?.destroy();
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200));
    held[1]?.destroy();
  });

  it('do not take those of another one', async () => {
    const { port } = await startFront({ limits: { maxConnectionsPerAddress: 1 } });
    const held = connect(port, '127.0.0.1');
    await once(held, 'connect');
    const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    other.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await transcript(other)).toContain('1.1 GET');
    held.destroy();
  });
});
