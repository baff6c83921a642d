import { connect, type Socket } from 'node:net';
import type { RunningServer } from '../running-server.js';

/** Sends requests over a few connections of HTTP/1.1, each when one of them is free, and does not look at the answers. */
export class Producer {
  private readonly sockets: readonly Socket[];
  private readonly idle: Socket[];
  private readonly waiting: Buffer[] = [];

  constructor({ port }: RunningServer, connections = 8) {
    this.sockets = Array.from({ length: connections }, () =>
      connect({ port, host: '127.0.0.1', noDelay: true }),
    );
    // An answer of a put is one packet.
    for (const socket of this.sockets) socket.on('data', (answer) => this.answered(socket, answer));
    this.idle = [...this.sockets];
  }

  send(request: Buffer): void {
    const socket = this.idle.pop();
    if (socket === undefined) this.waiting.push(request);
    else socket.write(request);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private answered(socket: Socket, answer: Buffer): void {
    if (!answer.toString('latin1', 0, 12).endsWith(' 200')) throw new Error(answer.toString());
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(socket);
    else socket.write(next);
  }
}
