import { connect, type Socket } from 'node:net';

const HEADERS_END = Buffer.from('\r\n\r\n');

/** A request as bytes, sent again and again on a connection that stays open. */
export interface Target {
  readonly port: number;
  /** Makes the n-th request of a connection. */
  readonly request: (connection: number, n: number) => Buffer;
  readonly connections: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Sends requests on each connection, one after the other's answer, for a while. The client is as plain as it can be, so
 * that two cores suffice for both sides.
 *
 * @throws Error on the first answer that is not 200, with its body.
 */
export async function httpLoad(target: Target, forMs: number): Promise<LoadResult> {
  const startedAt = performance.now();
  const endAt = startedAt + forMs;
  const counts = await Promise.all(
    Array.from({ length: target.connections }, (_, connection) => oneConnection(target, connection, endAt)),
  );
  return {
    requests: counts.reduce((sum, count) => sum + count, 0),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

function oneConnection({ port, request }: Target, connection: number, endAt: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const answers = new AnswerReader();
    let done = 0;
    const next = (): void => {
      if (performance.now() >= endAt) return finish(socket, () => resolve(done));
      socket.write(request(connection, done));
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (!answers.add(chunk)) return;
      if (answers.status !== 200) return finish(socket, () => reject(new Error(answers.describe())));
      done += 1;
      next();
    });
  });
}

function finish(socket: Socket, then: () => void): void {
  socket.once('close', then);
  socket.destroy();
}

/** Reads answers with a Content-Length, as both servers send them. */
class AnswerReader {
  status = 0;
  private received: Buffer[] = [];
  private length = 0;
  private expected = 0;

  /** True when the chunk completed an answer. */
  add(chunk: Buffer): boolean {
    if (this.length === 0) this.received = [];
    this.received.push(chunk);
    this.length += chunk.length;
    if (this.expected === 0 && !this.readHeaders()) return false;
    if (this.length < this.expected) return false;
    this.length = 0;
    this.expected = 0;
    return true;
  }

  describe(): string {
    return `HTTP ${this.status}: ${Buffer.concat(this.received).toString('latin1').slice(-500)}`;
  }

  private readHeaders(): boolean {
    const head = this.received.length === 1 ? (this.received[0] as Buffer) : Buffer.concat(this.received);
    const end = head.indexOf(HEADERS_END);
    if (end < 0) return false;
    const text = head.toString('latin1', 0, end);
    this.status = Number(text.slice(9, 12));
    const length = /content-length: *(\d+)/i.exec(text);
    if (!length) throw new Error(`an answer without Content-Length: ${text}`);
    this.expected = end + HEADERS_END.length + Number(length[1]);
    return true;
  }
}
