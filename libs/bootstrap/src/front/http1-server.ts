// HTTP/1.1 over connections that the front hands over.
//
// Invariants
// - `#answering` holds every answer from its request to its close: Node's own list of busy connections drops an answer
//   that is still being flushed.
// - An answer is heard out: a connection is not closed while its client still sends, within the time limit of a request.
import http from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MAX_HEADER_BYTES, type FrontLimits } from './front-limits.js';
import { HEADERS_TOO_LARGE, refusalText, type Refusal } from './refusal.js';

export class Http1Server {
  readonly #server: http.Server;
  readonly #answering = new Set<http.ServerResponse>();
  #isDraining = false;

  constructor(handler: http.RequestListener, limits: FrontLimits) {
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
      handler(request, response);
    }, limits);
    this.#server.on('clientError', (error, socket) => this.#refuse(socket, error));
  }

  take(socket: Socket): void {
    this.#server.emit('connection', socket);
  }

  /** From now on every connection is closed behind its answer. Returns those that owe one. */
  drain(): ReadonlySet<Socket | null> {
    this.#isDraining = true;
    for (const response of this.#answering) response.shouldKeepAlive = false;
    return new Set([...this.#answering].map((response) => response.socket));
  }

  /** Ends its timers. */
  close(): void {
    this.#server.close();
  }

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
    else socket.end(refusalText(REFUSALS.get(error.code) ?? NOT_HTTP), () => socket.destroy());
  }
}

const NOT_HTTP: Refusal = { status: 400, detail: 'This is not an HTTP request.' };

/** By Node's error code. */
const REFUSALS = new Map<string | undefined, Refusal>([
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, detail: 'The request did not arrive in time.' }],
  ['HPE_HEADER_OVERFLOW', HEADERS_TOO_LARGE],
]);

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

function createServer(handler: http.RequestListener, limits: FrontLimits): http.Server {
  const { headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs } = limits;
  const server = http.createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
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
