// How request bodies reach their routes: as bytes, whatever their content type, and unpacked where a client packed them.
//
// Invariant: every body, as it was sent and as it was unpacked, is held of the budget from its first byte until its request
// was answered.
import type http from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ArrivingBody } from './arriving-body.js';
import type { BodyBudget, HeldBytes } from './body-budget.js';
import { OneEachTurn } from './one-each-turn.js';
import { RequestBodyRefusal } from './request-body-refusal.js';

/** Makes every route get the bytes of a body, unpacked where they are gzip. */
export function takeRequestBodies(adapter: FastifyAdapter, budget: BodyBudget): void {
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const held = budget.open(request.raw.socket.remoteAddress ?? '');
    heldBytes.set(request, held);
    reply.raw.once('close', () => held.closed());
    refuseWhatBreaksOff(payload);
    done(null);
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    heldBytes.get(request)?.answered();
    done(null, payload);
  });
  fastify.addContentTypeParser('*', (request, payload, done) => {
    const held = heldBytes.get(request) ?? budget.open('');
    read({ request, held }, payload, (error, body) => {
      if (error) {
        held.giveAllBack();
        refused.add(request);
      }
      if (body === undefined || body.length <= SLOW_BYTES) done(error, body);
      else slowBodies.add(() => done(error, body));
    });
  });
}

/** A body beyond this may take tens of milliseconds to be parsed: many at once are parsed in many turns. */
const SLOW_BYTES = 128 * 1024;
const slowBodies = new OneEachTurn();

const heldBytes = new WeakMap<FastifyRequest, HeldBytes>();
const sentBytes = new WeakMap<FastifyRequest, Buffer>();
const refused = new WeakSet<FastifyRequest>();

/** The body as the client sent it, which is what a signature is over; undefined where there is none. */
export function requestBodyAsSent(request: FastifyRequest): Buffer | undefined {
  const { body } = request;
  return sentBytes.get(request) ?? (Buffer.isBuffer(body) ? body : undefined);
}

/** Whether the body was refused: its client may still be sending it. */
export const isBodyRefused = (request: FastifyRequest): boolean => refused.has(request);

/** Whether the client, or this server, has given up a request before its end. */
export const isReset = (raw: { readonly aborted?: boolean }): boolean => raw.aborted === true;

/** Looks at a request that has only headers yet. @throws where it may not have a large body: its answer. */
export type LargeBodyCheck = (request: FastifyRequest) => void;

const largeBodyChecks = new WeakMap<http.Server, LargeBodyCheck>();

/** Has every request looked at before more than 64 KiB of its body are read. */
export function checkBeforeLargeBodies({ server }: FastifyInstance, check: LargeBodyCheck): void {
  largeBodyChecks.set(server, check);
}

/** A client that goes away while it sends is none of our mistakes: Nest and Fastify take the status for the answer's. */
function refuseWhatBreaksOff(payload: Readable): void {
  payload.once('error', (error) => Object.assign(error, { status: 400, statusCode: 400, expose: true }));
}

/** A request whose body is read, and what it holds of the budget. */
interface Reading {
  readonly request: FastifyRequest;
  readonly held: HeldBytes;
}

type Done = (error: Error | null, body?: Buffer) => void;

function read(reading: Reading, payload: Readable, done: Done): void {
  const { headers, raw } = reading.request;
  const length = headers['content-length'];
  const expectedBytes = length === undefined ? undefined : Number(length);
  const tooLarge = (): Error => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  const limitBytes = reading.request.routeOptions.bodyLimit;
  collect(payload, { reading, limitBytes, tooLarge, expectedBytes }, (error, sent) => {
    if (error) return done(error);
    // HTTP/2 ends the body of a stream that was reset as it ends any other.
    if (isReset(raw)) return done(brokenOff());
    if (expectedBytes !== undefined && sent.length !== expectedBytes)
      return done(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
    return unpack(sent, reading, done);
  });
}

interface Collecting {
  readonly reading: Reading;
  readonly limitBytes: number;
  readonly tooLarge: () => Error;
  readonly expectedBytes?: number | undefined;
}

/** Reads a stream to its end, or to the first byte that is refused; what comes behind that is thrown away. */
function collect(
  stream: Readable,
  { reading: { request, held }, ...limits }: Collecting,
  done: (error: Error | null, bytes: Buffer) => void,
): void {
  const body = new ArrivingBody({
    ...limits,
    held,
    beforeLarge: () => largeBodyChecks.get(request.server.server)?.(request),
  });
  const end = (error: Error | null, bytes: Buffer = NO_BYTES): void => {
    stream.off('data', add).off('end', finish).off('error', end).off('close', breakOff);
    done(error, bytes);
  };
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      end(error as Error);
    }
  };
  const add = (part: Buffer): void => attempt(() => body.add(part));
  const finish = (): void => end(null, body.bytes());
  const breakOff = (): void => end(brokenOff());
  stream.on('data', add).on('end', finish).on('error', end).on('close', breakOff);
  attempt(() => body.expect());
}

const NO_BYTES = Buffer.alloc(0);

/** Up to here a body may unpack to any multiple of its size: a text of nothing but spaces is not worth a refusal. */
const CHEAP_BYTES = 1024 * 1024;
/** JSON of records packs ten to one at best; what packs better is made to take memory. */
const MOST_RATIO = 100;

/** Never makes more bytes than a request may have, whatever the packed ones say. */
function unpack(sent: Buffer, reading: Reading, done: Done): void {
  const { request } = reading;
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || sent.length === 0) return done(null, sent);
  if (encoding !== 'gzip') return done(unknownEncoding(encoding));
  sentBytes.set(request, sent);
  const limitBytes = Math.min(
    request.routeOptions.bodyLimit,
    Math.max(CHEAP_BYTES, MOST_RATIO * sent.length),
  );
  const gunzip = createGunzip();
  const tooLarge = (): Error => tooLargeUnpacked(sent, limitBytes);
  collect(gunzip, { reading, limitBytes, tooLarge }, (error, body) => {
    gunzip.destroy();
    const isZlibs = error !== null && 'errno' in error;
    done(isZlibs ? notGzip(error) : error, body);
  });
  gunzip.end(sent);
}

function tooLargeUnpacked(packed: Buffer, limit: number): RequestBodyRefusal {
  return new RequestBodyRefusal(
    413,
    `The request body has ${packed.length} bytes as it was sent and unpacks to more than ${limit}, which is the most that it may.`,
  );
}

function brokenOff(): RequestBodyRefusal {
  return new RequestBodyRefusal(400, 'The request body broke off.');
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
