import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from '#lib/bootstrap';
import { ANYONE, KinesisError, type Principal } from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import { RPC_PATH } from '../aws/rpc-path.js';
import { HttpCaller, type Caller } from '../caller.js';
import { problemOf } from '../rest/problem.js';
import { ACCESS, type Access } from './access.js';
import type { NamedCall } from './call-resource.js';
import { principalOfBearer } from './principal-of-bearer.js';

/** Routes that ask nobody for a token: the Kinesis API asks for signatures, and an orchestrator has no token. */
const OPEN_ROUTES: ReadonlySet<string | undefined> = new Set(['/', RPC_PATH, '/livez', '/readyz']);

const isOpen = ({ routeOptions }: FastifyRequest): boolean => OPEN_ROUTES.has(routeOptions.url);

/** As it was registered; the path where nothing was. */
function routeOf({ routeOptions, url }: FastifyRequest): string {
  return routeOptions.url ?? url.split('?', 1)[0] ?? '';
}

/** Whose routes run operations, each of which is asked for by itself, or tell nothing of any stream. */
const REST = /^\/v1(\/|$)/;

/** A signature is over the body too: whoever signs is asked when it is there. */
const isSigned = ({ headers }: FastifyRequest): boolean =>
  headers.authorization?.startsWith('AWS4-HMAC-SHA256') === true;

/** Each header of that name: `headers` has the first only. */
function authorizationsOf({ raw: { rawHeaders } }: FastifyRequest): readonly string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'authorization');
}

/**
 * Lets only those in who bring a token, before a byte of their body is read, or a signature as for the Kinesis API, and who may
 * see what they ask for; whatever is served on this port, by whatever module. Where nobody is asked who they are, everybody is
 * let in.
 */
@Injectable()
export class AccessGuard implements OnModuleInit, OnApplicationShutdown {
  private readonly principals = new WeakMap<FastifyRequest, Principal>();

  constructor(
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    const { isStrict, principals, signatures } = this.access;
    fastify.addHook('onRequest', (request, reply, next) => {
      if (!isOpen(request)) void reply.header('x-amzn-requestid', request.id);
      next();
    });
    if (!isStrict) return;
    fastify.addHook('onRequest', (request, reply, next) => {
      const bearer = (): Principal => principalOfBearer(authorizationsOf(request), principals);
      if (isOpen(request) || isSigned(request) || this.isLetIn({ request, reply }, bearer)) next();
    });
    fastify.addHook('preHandler', (request, reply, next) => {
      const signer = (): Principal => signatures.principalOf(request, 'kinesis');
      if (isOpen(request) || !isSigned(request) || this.isLetIn({ request, reply }, signer)) next();
    });
  }

  /** Reads what an operation takes from a request of REST. @throws what `read` throws. */
  read<Input>(request: FastifyRequest, operation: OperationName, read: () => Input): Input {
    return this.access.read({ operation, caller: this.callerOf(request) }, read);
  }

  /**
   * Admits what a request of REST asks for, and lets it run.
   *
   * @throws KinesisError AccessDeniedException, and what `operate` throws.
   */
  run<Output>(
    request: FastifyRequest,
    call: NamedCall,
    operate: () => Output | Promise<Output>,
  ): Promise<Output> {
    return this.access.run({ ...call, caller: this.callerOf(request) }, operate);
  }

  /** Who makes a request of REST. */
  callerOf(request: FastifyRequest): Caller {
    const principal = this.principals.get(request) ?? ANYONE;
    return new HttpCaller({ principal, door: 'rest', raw: request.raw, requestId: request.id });
  }

  onApplicationShutdown(): void {
    this.access.close();
  }

  private isLetIn({ request, reply }: Exchange, principalOf: () => Principal): boolean {
    try {
      this.identify(request, principalOf);
      const route = routeOf(request);
      const caller = this.callerOf(request);
      if (!REST.test(route)) this.access.admitPage({ caller, method: request.method, route });
      return true;
    } catch (error) {
      if (!(error instanceof KinesisError)) throw error;
      const problem = problemOf(error);
      if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
      void reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
      return false;
    }
  }

  private identify(request: FastifyRequest, principalOf: () => Principal): void {
    try {
      this.principals.set(request, principalOf());
    } catch (error) {
      if (error instanceof KinesisError) {
        const action = `${request.method} ${request.routeOptions.url ?? 'nothing'}`;
        this.access.audit.refused({ caller: this.callerOf(request), action, result: error.code });
      }
      throw error;
    }
  }
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
