// The front: one net.Server for HTTP/1.1 and for HTTP/2 with prior knowledge (h2c), on one port. It reads a connection's
// first bytes and hands the socket to the server that speaks its protocol.
//
// Invariants
// - Every connection is in `#connections` from accept to close, with its protocol once that is known.
// - A client may be slow, silent or broken: each stage has a time limit, and no error of a socket leaves this file.
// - close() ends within `drainTimeoutMs`: what is in flight may finish, the rest is destroyed.
import http from 'node:http';
import http2 from 'node:http2';
import { Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPE, plainProblem } from './problem.js';

/** Bounds on what clients may take, in time and in number. */
export interface FrontLimits {
  readonly maxConnections: number;
  /** From the first byte to the last of a request's headers; also how long a connection may stay silent at first. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to its last. */
  readonly requestTimeoutMs: number;
  /** How long a connection stays open between requests. */
  readonly keepAliveTimeoutMs: number;
  /** How long requests in flight may take once close() was called. */
  readonly drainTimeoutMs: number;
}

export interface FrontOptions {
  readonly handler: http.RequestListener;
  readonly limits: FrontLimits;
}

export class Front extends Server {
  readonly #limits: FrontLimits;
  readonly #http1: http.Server;
  readonly #http2: http2.Http2Server;
  readonly #connections = new Map<Socket, Protocol | undefined>();
  readonly #answering = new Set<http.ServerResponse>();
  #isDraining = false;

  constructor({ handler, limits }: FrontOptions) {
    super({ noDelay: true });
    this.#limits = limits;
    this.maxConnections = limits.maxConnections;
    this.#http1 = createHttp1((request, response) => {
      this.#answer(request, response);
      handler(request, response);
    }, limits);
    this.#http2 = createHttp2(handler, limits);
    this.#http1.on('clientError', (error, socket) => this.#refuse(socket, error));
    this.on('connection', (socket) => this.#accept(socket));
  }

  /** Stops listening, lets requests in flight end within the drain limit, then closes every connection. */
  override close(callback?: (error?: Error) => void): this {
    const wasListening = this.listening;
    super.close(callback);
    if (wasListening) this.#drain();
    return this;
  }

  #accept(socket: Socket): void {
    this.#connections.set(socket, undefined);
    socket.once('close', () => this.#connections.delete(socket));
    sniff(socket, this.#limits.headersTimeoutMs, (protocol) => {
      this.#connections.set(socket, protocol);
      (protocol === 'http1' ? this.#http1 : this.#http2).emit('connection', socket);
    });
  }

  /** Knows which HTTP/1.1 connections are busy: Node's own list drops an answer that is still being flushed. */
  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { socket } = request;
    this.#answering.add(response);
    if (this.#isDraining) response.shouldKeepAlive = false;
    // In front of Node's own listener, which closes the connection.
    response.prependOnceListener('finish', () => {
      if (!request.complete) closeWhenHeard(request);
    });
    response.once('close', () => {
      this.#answering.delete(response);
      if (this.#isDraining) socket.destroySoon();
    });
  }

  /** Answers what is not a request, unless an answer is already on its way. */
  #refuse(socket: Duplex, error: NodeJS.ErrnoException): void {
    const isAnswering = [...this.#answering].some(
      (response) => response.socket === socket && response.headersSent,
    );
    if (!socket.writable || isAnswering) socket.destroy();
    else socket.end(refusal(error.code), () => socket.destroy());
  }

  #drain(): void {
    this.#isDraining = true;
    this.#http2.close(); // Says GOAWAY on every session; each closes with its last stream.
    for (const response of this.#answering) response.shouldKeepAlive = false;
    const busy = new Set([...this.#answering].map((response) => response.socket));
    for (const [socket, protocol] of this.#connections) {
      if (protocol !== 'http2' && !busy.has(socket)) socket.destroy();
    }
    const deadline = setTimeout(() => {
      for (const socket of this.#connections.keys()) socket.destroy();
    }, this.#limits.drainTimeoutMs);
    this.once('close', () => {
      clearTimeout(deadline);
      this.#http1.close();
    });
  }
}

type Protocol = 'http1' | 'http2';

/** What every HTTP/2 connection with prior knowledge begins with. Source: RFC 9113, section 3.4. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/**
 * Tells the protocol from the first bytes of a connection; undefined while they may still become either. TLS would be one
 * more answer here: its first byte is 0x16.
 */
export function protocolOf(head: Buffer): Protocol | undefined {
  const length = Math.min(head.length, PREFACE.length);
  if (head.compare(PREFACE, 0, length, 0, length) !== 0) return 'http1';
  return length === PREFACE.length ? 'http2' : undefined;
}

/** Reads until the protocol is known, puts the bytes back and says it. A connection that stays unclear is closed. */
function sniff(socket: Socket, timeoutMs: number, decided: (protocol: Protocol) => void): void {
  let head = Buffer.alloc(0);
  const stop = (): void => {
    clearTimeout(timer);
    socket.off('readable', read).off('error', abandon).off('end', abandon).off('close', abandon);
  };
  const abandon = (): void => {
    stop();
    socket.destroy();
  };
  const read = (): void => {
    for (let chunk = socket.read(); chunk instanceof Buffer; chunk = socket.read())
      head = Buffer.concat([head, chunk]);
    const protocol = protocolOf(head);
    if (protocol === undefined) return;
    stop();
    socket.unshift(head);
    decided(protocol);
  };
  const timer = setTimeout(abandon, timeoutMs);
  socket.on('readable', read).on('error', abandon).on('end', abandon).on('close', abandon);
}

/**
 * A connection that is closed while its client still sends is reset, and an answer that the client has not read yet is lost:
 * a refusal of what is too large above all. So the rest of the request is thrown away as it comes, within its time limit.
 */
function closeWhenHeard(request: http.IncomingMessage): void {
  const { socket } = request;
  socket.destroySoon = () => {
    socket.end();
    request.resume().once('end', () => socket.destroy());
  };
}

/** The answer to what is not a request, by Node's error code: problem details over HTTP/1.1. Source: RFC 9457. */
function refusal(code: string | undefined): string {
  const problem = plainProblem(REFUSALS.get(code) ?? { status: 400, detail: 'This is not an HTTP request.' });
  const body = JSON.stringify(problem);
  const head = `HTTP/1.1 ${problem.status} ${problem.title}\r\nConnection: close\r\nContent-Type: ${PROBLEM_TYPE}`;
  return `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const REFUSALS = new Map<string | undefined, { readonly status: number; readonly detail: string }>([
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, detail: 'The request did not arrive in time.' }],
  ['HPE_HEADER_OVERFLOW', { status: 431, detail: 'The headers are larger than 16 KiB.' }],
]);

function createHttp1(handler: http.RequestListener, limits: FrontLimits): http.Server {
  const { headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs } = limits;
  const server = http.createServer(
    {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, headersTimeoutMs, requestTimeoutMs),
    },
    handler,
  );
  // The server never listens itself; Node checks the limits above only after this event.
  server.emit('listening');
  return server;
}

/** Requests at a time on one HTTP/2 connection. */
const MAX_CONCURRENT_STREAMS = 256;
/** Memory one HTTP/2 session may hold, above four of the largest GetRecords answers (10 MiB of data, base64). */
const MAX_SESSION_MEGABYTES = 64;
/** A PutRecords of 1 MiB arrives without waiting for a window update; the default of 64 KiB costs 16 round trips. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
const SESSION_WINDOW_BYTES = 16 * 1024 * 1024;

function createHttp2(handler: http.RequestListener, limits: FrontLimits): http2.Http2Server {
  const server = http2.createServer(
    {
      maxSessionMemory: MAX_SESSION_MEGABYTES,
      settings: { maxConcurrentStreams: MAX_CONCURRENT_STREAMS, initialWindowSize: STREAM_WINDOW_BYTES },
    },
    // Fastify and Node treat the two request types alike; their declarations have no common name.
    handler as unknown as (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void,
  );
  server.on('session', (session) => {
    session.setLocalWindowSize(SESSION_WINDOW_BYTES);
    closeWhenIdle(session, limits);
    session.on('stream', (stream) => limitRequestTime(stream, limits.requestTimeoutMs));
  });
  return server;
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
