// HTTP by hand, for requests that no client library would send, and answers as they come over the socket.
import http2 from 'node:http2';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** A request to the Kinesis API. A member that is undefined is left out of the headers. */
export interface RawRequest {
  readonly target?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body: string | Buffer;
}

export const JSON_1_1 = 'application/x-amz-json-1.1';

/** A request as an SDK makes it; a body that is an object is written as JSON. */
export function requestTo(operation: string, body: object | string | Buffer): RawRequest {
  return {
    target: `Kinesis_20131202.${operation}`,
    contentType: JSON_1_1,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  };
}

/** Lists in lists in lists. */
export const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

export function connectTo(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname);
}

/**
 * Sends bytes over a connection of its own, all of them before it reads, as simple clients do.
 *
 * @returns everything the server says until it closes. Rejects where the connection is reset.
 */
export async function exchange(url: string, bytes: string | Buffer): Promise<string> {
  const socket = connectTo(url).pause();
  await new Promise<void>((sent, failed) => {
    socket.once('error', failed).write(bytes, () => sent());
  });
  return text(socket);
}

/** Sends a request over HTTP/1.1 on a connection of its own. */
export async function ask(url: string, request: RawRequest): Promise<RawAnswer> {
  return answerIn(await exchange(url, http1Bytes(request)));
}

export function http1Bytes({ target, contentType, body }: RawRequest): Buffer {
  const lines = [
    'POST / HTTP/1.1',
    'Host: shardwell',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(target === undefined ? [] : [`X-Amz-Target: ${target}`]),
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

/** The first answer in what a server said over HTTP/1.1. */
export function answerIn(said: string): RawAnswer {
  const [head = '', body = ''] = said.split(/\r\n\r\n(.*)/s);
  const contentType = /^content-type: *(.*)$/im.exec(head)?.[1];
  return { status: Number(head.split(' ')[1]), contentType, body };
}

/** Sends a request over an HTTP/2 session. */
export async function askHttp2(
  session: http2.ClientHttp2Session,
  { target, contentType, body }: RawRequest,
): Promise<RawAnswer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/',
    ...(target === undefined ? {} : { 'x-amz-target': target }),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
  });
  const headers = new Promise<http2.IncomingHttpHeaders>((answered) => stream.once('response', answered));
  const said = await text(stream.end(body));
  const { ':status': status, 'content-type': type } = await headers;
  return { status: Number(status), contentType: type, body: said };
}
