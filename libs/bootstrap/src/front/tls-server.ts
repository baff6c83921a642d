// TLS before HTTP: a connection goes in encrypted and comes out in clear, with the protocol that both sides chose.
//
// Invariants
// - A handshake ends within its time limit, in a channel or in a closed connection.
// - A new certificate is used from the next handshake on; channels that stand are left alone.
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { HttpProtocol } from './sniff.js';
import type { TlsFiles } from './tls-files.js';

export interface TlsServerOptions {
  readonly files: TlsFiles;
  readonly handshakeTimeoutMs: number;
}

/** What is done with a channel in clear. */
export type Secured = (channel: TLSSocket, protocol: HttpProtocol) => void;

export class TlsServer {
  readonly #server: Server;
  /** By `peerOf` both ends of the connection, while the handshake lasts. */
  readonly #handshakes = new Map<string, Secured>();
  readonly #unfollow: () => void;

  constructor({ files, handshakeTimeoutMs }: TlsServerOptions) {
    const server = createServer({
      ...files.pair,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: handshakeTimeoutMs,
    });
    this.#server = server
      .on('secureConnection', (channel) => this.#secured(channel))
      .on('tlsClientError', (_, channel) => channel.destroy());
    this.#unfollow = files.follow((pair) => server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' }));
  }

  /** Takes a connection whose first bytes are unread; `secured` is called if and when its handshake succeeds. */
  secure(socket: Socket, secured: Secured): void {
    const peer = peerOf(socket);
    this.#handshakes.set(peer, secured);
    socket.once('close', () => {
      if (this.#handshakes.get(peer) === secured) this.#handshakes.delete(peer);
    });
    this.#server.emit('connection', socket);
  }

  /** Follows its files no longer. */
  close(): void {
    this.#unfollow();
  }

  #secured(channel: TLSSocket): void {
    const peer = peerOf(channel);
    const secured = this.#handshakes.get(peer);
    this.#handshakes.delete(peer);
    // A client that speaks no ALPN speaks HTTP/1.1. Source: RFC 9113, section 3.2.
    if (secured) secured(channel, channel.alpnProtocol === 'h2' ? 'http2' : 'http1');
    else channel.destroy();
  }
}

/** Node does not say which connection a channel came from, but both have the same two ends. */
function peerOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}
