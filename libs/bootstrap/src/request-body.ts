// How request bodies reach their routes: as bytes, whatever their content type, and unpacked where a client packed them.
import type { Readable } from 'node:stream';
import { gunzip } from 'node:zlib';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** A body that does not reach its route. Nest and Fastify take its status for the answer's. */
export class RequestBodyRefusal extends Error {
  override readonly name = 'RequestBodyRefusal';
  readonly statusCode: number;
  readonly expose = true;

  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
    this.statusCode = status;
  }
}

/** Makes every route get the bytes of a body, unpacked where they are gzip. */
export function takeRequestBodies(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addHook('preParsing', (_request, _reply, payload, done) => {
    refuseWhatBreaksOff(payload);
    done(null);
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    if (encoding === 'identity' || body.length === 0) return done(null, body);
    if (encoding !== 'gzip') return done(unknownEncoding(encoding));
    sentBytes.set(request, body);
    unpack(body, { bodyLimit: request.routeOptions.bodyLimit, done });
  });
}

/** A client that goes away while it sends is none of our mistakes: Nest and Fastify take the status for the answer's. */
function refuseWhatBreaksOff(payload: Readable): void {
  payload.once('error', (error) => Object.assign(error, { status: 400, statusCode: 400, expose: true }));
}

const sentBytes = new WeakMap<FastifyRequest, Buffer>();

/** The body as the client sent it, which is what a signature is over; undefined where there is none. */
export function requestBodyAsSent(request: FastifyRequest): Buffer | undefined {
  const { body } = request;
  return sentBytes.get(request) ?? (Buffer.isBuffer(body) ? body : undefined);
}

/** Up to here a body may unpack to any multiple of its size: a text of nothing but spaces is not worth a refusal. */
const CHEAP_BYTES = 1024 * 1024;
/** JSON of records packs ten to one at best; what packs better is made to take memory. */
const MOST_RATIO = 100;

interface Unpacking {
  /** Of the route, in bytes; it holds for what was unpacked too. */
  readonly bodyLimit: number;
  readonly done: (error: Error | null, body?: Buffer) => void;
}

/** Never makes more bytes than a request may have, whatever the packed ones say. */
function unpack(packed: Buffer, { bodyLimit, done }: Unpacking): void {
  const maxOutputLength = Math.min(bodyLimit, Math.max(CHEAP_BYTES, MOST_RATIO * packed.length));
  gunzip(packed, { maxOutputLength }, (error, body) => {
    if (error === null) return done(null, body);
    const { code } = error as NodeJS.ErrnoException;
    done(code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(packed, maxOutputLength) : notGzip(error));
  });
}

function tooLarge(packed: Buffer, limit: number): RequestBodyRefusal {
  return new RequestBodyRefusal(
    413,
    `The request body has ${packed.length} bytes as it was sent and unpacks to more than ${limit}, which is the most that it may.`,
  );
}

function notGzip({ message }: Error): RequestBodyRefusal {
  return new RequestBodyRefusal(400, `The request body is not gzip, as Content-Encoding says: ${message}.`);
}

function unknownEncoding(encoding: string): RequestBodyRefusal {
  return new RequestBodyRefusal(
    415,
    `Bodies encoded as ${encoding} are not taken, only as gzip or not at all.`,
  );
}
