// The front: one port for HTTP/1.1, HTTP/2 with prior knowledge, and both over TLS. It reads a connection's first bytes and
// hands it to the server that speaks its protocol.
//
// Invariants
// - Every connection is in `#connections` from accept to close, with what is spoken over it once that is known.
// - A client may be slow, silent or broken: each stage has a time limit, and no error of a socket leaves the front.
// - close() ends within `drainTimeoutMs`: what is in flight may finish, the rest is destroyed.
import type http from 'node:http';
import { Server, type Socket } from 'node:net';
import { ConnectionsPerAddress } from './connections-per-address.js';
import type { FrontLimits } from './front-limits.js';
import { Http1Server } from './http1-server.js';
import { Http2Server } from './http2-server.js';
import { refusePlaintext } from './refuse-plaintext.js';
import { sniff, type Greeting, type HttpProtocol } from './sniff.js';
import type { TlsFiles } from './tls-files.js';
import { TlsServer } from './tls-server.js';

export interface FrontOptions {
  readonly handler: http.RequestListener;
  readonly limits: FrontLimits;
  /** Without them nothing but plain HTTP is spoken. */
  readonly tlsFiles?: TlsFiles | undefined;
  /** Whether HTTP is spoken without TLS: yes, where it is not given. */
  readonly plaintext?: 'on' | 'off';
}

/** What is spoken over a connection: its protocol, over itself or over the TLS channel in it. */
interface Spoken {
  readonly protocol: HttpProtocol;
  readonly channel: Socket;
}

export class Front extends Server {
  readonly #options: FrontOptions;
  readonly #http1: Http1Server;
  readonly #http2: Http2Server;
  readonly #tls: TlsServer | undefined;
  readonly #perAddress: ConnectionsPerAddress;
  readonly #connections = new Map<Socket, Spoken | undefined>();

  constructor(options: FrontOptions) {
    super({ noDelay: true });
    const { handler, limits, tlsFiles } = options;
    this.#options = options;
    this.maxConnections = limits.maxConnections;
    this.#perAddress = new ConnectionsPerAddress(limits.maxConnectionsPerAddress);
    this.#http1 = new Http1Server(handler, limits);
    this.#http2 = new Http2Server(handler, limits);
    this.#tls = tlsFiles && new TlsServer({ files: tlsFiles, handshakeTimeoutMs: limits.headersTimeoutMs });
    this.on('connection', (socket) => this.#accept(socket));
  }

  /**
   * Stops listening, lets requests in flight end within the drain limit, then closes every connection. Answers that have
   * no end of their own hear of it by the event `draining`.
   */
  override close(callback?: (error?: Error) => void): this {
    const wasListening = this.listening;
    super.close(callback);
    if (wasListening) this.#drain();
    return this;
  }

  #accept(socket: Socket): void {
    socket.on('error', ignore); // Whoever speaks over it hears of it too.
    const release = this.#perAddress.admit(socket.remoteAddress ?? '');
    if (release === undefined) {
      socket.destroy();
      return;
    }
    this.#connections.set(socket, undefined);
    socket.once('close', () => {
      release();
      this.#connections.delete(socket);
    });
    sniff(socket, {
      timeoutMs: this.#options.limits.headersTimeoutMs,
      greeted: (greeting) => this.#greet(socket, greeting),
    });
  }

  #greet(socket: Socket, greeting: Greeting): void {
    if (greeting === 'tls' && this.#tls !== undefined) {
      this.#tls.secure(socket, (channel, protocol) => this.#speak(socket, { protocol, channel }));
      return;
    }
    // A TLS greeting to a front without TLS is refused as what it is there: no HTTP.
    const protocol = greeting === 'tls' ? 'http1' : greeting;
    if (this.#options.plaintext === 'off')
      refusePlaintext(socket, { protocol, timeoutMs: this.#options.limits.headersTimeoutMs });
    else this.#speak(socket, { protocol, channel: socket });
  }

  #speak(socket: Socket, spoken: Spoken): void {
    this.#connections.set(socket, spoken);
    (spoken.protocol === 'http1' ? this.#http1 : this.#http2).take(spoken.channel);
  }

  #drain(): void {
    this.emit('draining');
    this.#http2.drain();
    const answering = this.#http1.drain();
    for (const [socket, spoken] of this.#connections) {
      const isBusy = spoken !== undefined && (spoken.protocol === 'http2' || answering.has(spoken.channel));
      if (isBusy) continue;
      // Over TLS the client hears that this is the end, and no attack.
      if (spoken) spoken.channel.destroySoon();
      else socket.destroy();
    }
    const deadline = setTimeout(() => {
      for (const socket of this.#connections.keys()) socket.destroy();
    }, this.#options.limits.drainTimeoutMs);
    this.once('close', () => {
      clearTimeout(deadline);
      this.#tls?.close();
      this.#http1.close();
    });
  }
}

function ignore(): void {}
