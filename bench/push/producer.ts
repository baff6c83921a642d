import { connect, type Socket } from 'node:net';
import type { RunningServer } from '../running-server.js';

/** Sends requests over a few connections of HTTP/1.1, each when one of them is free, and does not look at the answers. */
export class Producer {
  private readonly idle: Socket[] = [];
  private readonly waiting: Buffer[] = [];

  constructor({ port }: RunningServer, connections = 8) {
    for (let n = 0; n < connections; n += 1) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      // An answer of a put is one packet.
      socket.on('data', (answer) => this.answered(socket, answer));
      this.idle.push(socket);
    }
  }

  send(request: Buffer): void {
    const socket = this.idle.pop();
    if (socket === undefined) this.waiting.push(request);
    else socket.write(request);
  }

  close(): void {
    for (const socket of this.idle) socket.destroy();
  }

  private answered(socket: Socket, answer: Buffer): void {
    if (!answer.toString('latin1', 0, 12).endsWith(' 200')) throw new Error(answer.toString());
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(socket);
    else socket.write(next);
  }
}
