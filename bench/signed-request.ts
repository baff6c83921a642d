import { signRequest, SigningKeys } from '#lib/wire';

/** Of the root key that the bench gives its servers. */
export const BENCH_CREDENTIALS = { accessKeyId: 'AKIABENCH', secretAccessKey: 'a-secret-of-the-bench' };

/** A request of the Kinesis API before it is signed. */
export interface KinesisRequest {
  readonly operation: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Servers on other ports take it too: what is signed is the name that the request gives. */
const HOST = '127.0.0.1';
export const REGION = 'us-east-1';
const signingKeys = new SigningKeys();

/** The headers of a request, signed for this moment; good for five minutes, as often as one likes. */
export function signedHeaders(
  { operation, contentType, body }: KinesisRequest,
  host: string = HOST,
): Readonly<Record<string, string>> {
  const headers = {
    host,
    'content-type': contentType,
    'content-length': String(body.length),
    'x-amz-target': `Kinesis_20131202.${operation}`,
  };
  const request = { method: 'POST', url: '/', rawHeaders: Object.entries(headers).flat(), body };
  const credentials = BENCH_CREDENTIALS;
  return {
    ...headers,
    ...signRequest(request, { credentials, region: REGION, signingKeys, nowMs: Date.now() }),
  };
}

/** The same as the bytes of HTTP/1.1. */
export function signedBytes(request: KinesisRequest): Buffer {
  const lines = Object.entries(signedHeaders(request)).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`), request.body]);
}
