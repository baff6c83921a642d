import type { Socket } from 'node:net';

/** What HTTP is spoken in. */
export type HttpProtocol = 'http1' | 'http2';
/** What a connection begins with. */
export type Greeting = HttpProtocol | 'tls';

/** What every HTTP/2 connection with prior knowledge begins with. Source: RFC 9113, section 3.4. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
/** The first byte of a TLS handshake, and of nothing that HTTP begins with. Source: RFC 8446, section 5.1. */
const TLS_HANDSHAKE = 0x16;

/** Tells the protocol from the first bytes of a connection; undefined while they may still become another one. */
export function greetingIn(head: Buffer): Greeting | undefined {
  if (head[0] === TLS_HANDSHAKE) return 'tls';
  const length = Math.min(head.length, PREFACE.length);
  if (head.compare(PREFACE, 0, length, 0, length) !== 0) return 'http1';
  return length === PREFACE.length ? 'http2' : undefined;
}

export interface SniffOptions {
  /** How long a connection may stay unclear, in milliseconds; then it is closed. */
  readonly timeoutMs: number;
  readonly greeted: (greeting: Greeting) => void;
}

/** Reads until the protocol is known, puts the bytes back and says it. */
export function sniff(socket: Socket, { timeoutMs, greeted }: SniffOptions): void {
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
    const greeting = greetingIn(head);
    if (greeting === undefined) return;
    stop();
    socket.unshift(head);
    greeted(greeting);
  };
  const timer = setTimeout(abandon, timeoutMs);
  socket.on('readable', read).on('error', abandon).on('end', abandon).on('close', abandon);
}
