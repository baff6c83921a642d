// A front with a handler that says what it got, and the clients that a test needs by hand.
import { once } from 'node:events';
import type http from 'node:http';
import type http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FrontLimits } from '../../libs/bootstrap/src/front/front-limits.js';
import { Front, type FrontOptions } from '../../libs/bootstrap/src/front/front.js';

export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const GENEROUS: FrontLimits = {
  maxConnections: 100,
  maxConnectionsPerAddress: 100,
  headersTimeoutMs: 60_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 60_000,
  drainTimeoutMs: 60_000,
};
const STARTED: Front[] = [];

/** Answers with the HTTP version, the method and the body it got, unless the test brings a handler of its own. */
const echo: http.RequestListener = (request, response) => {
  text(request).then(
    (body) => response.end(`${request.httpVersion} ${request.method} ${body}`),
    () => response.destroy(),
  );
};

export interface StartedFront {
  readonly front: Front;
  readonly port: number;
}

/** A front on a free port, with limits that no test meets by accident. */
export async function startFront({
  limits = {},
  handler = echo,
  ...options
}: Partial<Omit<FrontOptions, 'limits'>> & {
  readonly limits?: Partial<FrontLimits>;
} = {}): Promise<StartedFront> {
  const front = new Front({ handler, limits: { ...GENEROUS, ...limits }, ...options });
  STARTED.push(front);
  await once(front.listen(0, '127.0.0.1'), 'listening');
  return { front, port: (front.address() as AddressInfo).port };
}

export function closeFront(front: Front): Promise<Error | undefined> {
  return new Promise((closed) => front.close(closed));
}

/** Closes what the test has left open. */
export async function closeFronts(): Promise<void> {
  for (const front of STARTED.splice(0)) if (front.listening) await closeFront(front);
}

/** Everything a connection says until it ends. */
export async function transcript(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (chunk) => (said += chunk)).on('error', () => undefined);
  await new Promise((closed) => socket.once('close', closed));
  return said;
}

export function http2Answer(session: http2.ClientHttp2Session, body: string): Promise<string> {
  return text(session.request({ ':method': 'POST', ':path': '/' }).end(body));
}

/** A handler whose answers wait until the test lets them go. */
export interface Gate {
  readonly handler: http.RequestListener;
  readonly arrived: Promise<void>;
  readonly open: (body: string) => void;
}

export function gate(): Gate {
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  const handler: http.RequestListener = (_, response) => {
    arrived.resolve();
    void answer.promise.then((body) => response.end(body));
  };
  return { handler, arrived: arrived.promise, open: answer.resolve };
}
