// HTTP/2 over connections that the front hands over.
//
// Invariants
// - A session without a stream has a deadline, and so has a request that is still arriving.
// - What a client makes the server do is bounded: streams at a time, resets and control frames per second, headers, and
//   the memory of its session.
import type http from 'node:http';
import http2 from 'node:http2';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, plainProblem } from '../problem.js';
import { MAX_HEADER_BYTES, type FrontLimits } from './front-limits.js';
import { limitControlFrames } from './limit-control-frames.js';
import { HEADERS_TOO_LARGE } from './refusal.js';

export class Http2Server {
  readonly #server: http2.Http2Server;

  constructor(handler: http.RequestListener, limits: FrontLimits) {
    this.#server = createServer(handler);
    this.#server.on('session', (session) => {
      session.setLocalWindowSize(SESSION_WINDOW_BYTES);
      limitControlFrames(session);
      closeWhenIdle(session, limits);
      session.on('stream', (stream) => limitRequestTime(stream, limits.requestTimeoutMs));
    });
  }

  take(socket: Socket): void {
    this.#server.emit('connection', socket);
  }

  /** Says GOAWAY on every session; each closes with its last stream. */
  drain(): void {
    this.#server.close();
  }
}

/** Requests at a time on one connection. */
const MAX_CONCURRENT_STREAMS = 100;
/**
 * Streams that a client may reset: at once, and per second in the long run. Beyond that it makes work and takes no answers
 * (CVE-2023-44487), and the session ends. A client may well give up on all its streams at once.
 */
const RESET_BURST = 2 * MAX_CONCURRENT_STREAMS;
const RESETS_PER_SECOND = 33;
/** Memory one session may hold, above four of the largest GetRecords answers (10 MiB of data, base64). */
const MAX_SESSION_MEGABYTES = 64;
/** A PutRecords of 1 MiB arrives without waiting for a window update; the default of 64 KiB costs 16 round trips. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
const SESSION_WINDOW_BYTES = 16 * 1024 * 1024;

function createServer(handler: http.RequestListener): http2.Http2Server {
  return http2.createServer(
    {
      maxSessionMemory: MAX_SESSION_MEGABYTES,
      streamResetBurst: RESET_BURST,
      streamResetRate: RESETS_PER_SECOND,
      settings: {
        maxConcurrentStreams: MAX_CONCURRENT_STREAMS,
        maxHeaderListSize: MAX_HEADER_BYTES,
        initialWindowSize: STREAM_WINDOW_BYTES,
      },
    },
    (request, response) => {
      if (headerBytes(request.rawHeaders) > MAX_HEADER_BYTES) refuseHeaders(response);
      // Fastify and Node treat the two request types alike; their declarations have no common name.
      else (handler as unknown as Http2Listener)(request, response);
    },
  );
}

type Http2Listener = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void;

/** Node holds a client to the announced size of headers only once the client has acknowledged it. */
function headerBytes(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((bytes, text) => bytes + text.length, 0);
}

function refuseHeaders(response: http2.Http2ServerResponse): void {
  response
    .writeHead(HEADERS_TOO_LARGE.status, { 'content-type': PROBLEM_TYPE })
    .end(JSON.stringify(plainProblem(HEADERS_TOO_LARGE)));
}

/** A session without a stream is closed: soon before its first request, later between requests. */
function closeWhenIdle(session: http2.Http2Session, limits: FrontLimits): void {
  let openStreams = 0;
  const end = (): void => {
    if (openStreams === 0) session.destroy();
  };
  let timer = setTimeout(end, limits.headersTimeoutMs);
  session.on('stream', (stream) => {
    if (openStreams++ === 0) clearTimeout(timer);
    stream.once('close', () => {
      if (--openStreams === 0 && !session.destroyed) timer = setTimeout(end, limits.keepAliveTimeoutMs);
    });
  });
  session.once('close', () => clearTimeout(timer));
}

function limitRequestTime(stream: http2.ServerHttp2Stream, timeoutMs: number): void {
  if (stream.readableEnded) return;
  const timer = setTimeout(() => stream.close(http2.constants.NGHTTP2_CANCEL), timeoutMs);
  const stop = (): void => clearTimeout(timer);
  stream.once('end', stop).once('close', stop);
}
