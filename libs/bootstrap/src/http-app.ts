// A Nest application on Fastify behind the front: HTTP/1.1 and HTTP/2, with and without TLS, on one port, bodies as bytes, a
// bounded way down.
import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { BodyBudget } from './body-budget.js';
import { BootstrapModule, type Frame } from './bootstrap.module.js';
import { Front } from './front/front.js';
import { TlsFiles } from './front/tls-files.js';
import { nestLogger } from './logger.js';
import { PROBLEM_TYPE, plainProblem } from './problem.js';
import { isBodyRefused, isReset, takeRequestBodies } from './request-body.js';
import { StartError } from './start-error.js';
import { whyNotListening } from './why-not-listening.js';

export interface HttpAppOptions {
  readonly frame: Frame;
  /** The modules of the application. */
  readonly modules: readonly DynamicModule[];
}

/** A running application. */
export interface HttpApp {
  /**
   * Where it listens, with the port that was really taken, e.g. `http://127.0.0.1:4567`; `https:` where it speaks TLS
   * alone.
   */
  readonly url: string;
  /** The certificate and key it speaks TLS with; undefined where it does not. */
  readonly tlsFiles: TlsFiles | undefined;
  readonly nest: NestFastifyApplication;
  /** Lets requests in flight end within the drain limit, then runs the modules' shutdown hooks. */
  readonly close: () => Promise<void>;
}

/**
 * Starts an application on the configured host and port. Every request body reaches its route as a Buffer, whatever its
 * content type, and unpacked.
 *
 * @throws StartError where the address cannot be listened on, or the TLS files cannot be used.
 */
export async function startHttpApp({ frame, modules }: HttpAppOptions): Promise<HttpApp> {
  const { config } = frame;
  const tlsFiles = await openTlsFiles(frame);
  const fronts: Front[] = [];
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    frameworkErrors: refuseUrl,
    genReqId: () => randomUUID(),
    serverFactory(handler: http.RequestListener) {
      const front = new Front({
        handler: withNamedBodies(handler),
        limits: config,
        tlsFiles,
        plaintext: config.plaintext,
      });
      fronts.push(front);
      // Fastify asks of its server what a net.Server has; its declaration names http.Server.
      return front as unknown as http.Server;
    },
  });
  const { bodiesInArrivalBytes: bytes, bodiesInArrivalBytesPerAddress: bytesPerAddress } = config;
  takeRequestBodies(adapter, new BodyBudget({ bytes, bytesPerAddress }));
  hearRefusedBodiesOut(adapter);
  const root = { ...BootstrapModule.with(frame), imports: [...modules] };
  const nest = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(frame.logger),
    bodyParser: false,
    abortOnError: false,
  });
  const close = async (): Promise<void> => {
    await Promise.all(fronts.map(closeFront));
    await nest.close();
    tlsFiles?.close();
  };
  await listen(nest, adapter, frame).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { port } = nest.getHttpServer().address() as AddressInfo;
  const scheme = config.plaintext === 'off' ? 'https' : 'http';
  return { url: `${scheme}://${inUrl(config.host)}:${port}`, tlsFiles, nest, close };
}

async function openTlsFiles({ config, logger }: Frame): Promise<TlsFiles | undefined> {
  const { tlsCert: certPath, tlsKey: keyPath } = config;
  if (certPath === undefined || keyPath === undefined) return undefined;
  return TlsFiles.open({ certPath, keyPath, logger });
}

/** Longer than any that Node lets in: what is too long is for a route to say. */
const LONGEST_PATH_PART = 16_384;

/** A URL that no route can be looked up by is refused before any error handler is asked. */
function refuseUrl({ message }: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(400)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(plainProblem({ status: 400, detail: message })));
}

/** Fastify skips a body that has neither a length nor a type; over HTTP/2 that is a body like any other. */
function withNamedBodies(handler: http.RequestListener): http.RequestListener {
  return (request, response) => {
    if (request.httpVersionMajor === 2) request.headers['content-type'] ??= 'application/octet-stream';
    handler(request, response);
  };
}

/**
 * A body that is too large, or for which there is no memory, is refused while it arrives. Over HTTP/2 the rest of it is thrown away first, within the time
 * limit of a request: Node's client, and with it AWS's SDK, rejects an answer that comes while more than 10 MB of the
 * request wait to be sent.
 */
function hearRefusedBodiesOut(adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onSend', (request, reply, payload, done) => {
    const { raw } = request;
    if (raw.httpVersionMajor !== 2) return done(null, payload);
    // Fastify's, of HTTP/1.1, with every body that it or a parser refuses.
    reply.removeHeader('connection');
    if (!isBodyRefused(request)) return done(null, payload);
    finished(raw.resume(), { writable: false }, (error) => {
      // Nobody hears an answer on a stream that was reset, and Node throws where one is written.
      if (!error && !isReset(raw)) done(null, payload);
    });
  });
}

/** Fastify listens, and not Nest, which would log a failure before it says it. */
async function listen(
  nest: NestFastifyApplication,
  adapter: FastifyAdapter,
  { config }: Frame,
): Promise<void> {
  await nest.init();
  try {
    await adapter.getInstance().listen({ port: config.httpPort, host: config.host });
  } catch (error) {
    const reason = whyNotListening(error, { host: config.host, port: config.httpPort });
    throw new StartError(`${reason} Set SHARDWELL_HTTP_PORT or SHARDWELL_HOST.`, { cause: error });
  }
}

/** An address as it stands in a URL: IPv6 in brackets, and what means every address as the local one. */
function inUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function closeFront(front: Front): Promise<void> {
  if (front.listening) await new Promise((closed) => front.close(closed));
}
