import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from '#lib/bootstrap';
import { ANYONE, KinesisError, type Principal } from '#lib/kinesis';
import { RPC_PATH } from '../aws/rpc-path.js';
import { HttpCaller, type Caller } from '../caller.js';
import { problemOf } from '../rest/problem.js';
import { ACCESS, type Access } from './access.js';
import type { NamedCall } from './call-resource.js';
import { principalOfBearer } from './bearer-token.js';

/** Routes that ask nobody for a token: the Kinesis API asks for signatures, and an orchestrator has no token. */
const OPEN_ROUTES: ReadonlySet<string | undefined> = new Set(['/', RPC_PATH, '/livez', '/readyz']);

/**
 * Lets only those in who bring a token, before a byte of their body is read; whatever is served on this port, by whatever
 * module. Where nobody is asked who they are, everybody is let in.
 */
@Injectable()
export class AccessGuard implements OnModuleInit, OnApplicationShutdown {
  private readonly principals = new WeakMap<FastifyRequest, Principal>();

  constructor(
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  onModuleInit(): void {
    if (!this.access.isStrict) return;
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, next) => {
      if (this.isLetIn(request, reply)) next();
    });
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
    return this.access.admission.run({ ...call, caller: this.callerOf(request) }, operate);
  }

  /** Who makes a request of REST. */
  callerOf(request: FastifyRequest): Caller {
    const principal = this.principals.get(request) ?? ANYONE;
    return new HttpCaller({ principal, door: 'rest', raw: request.raw, requestId: request.id });
  }

  onApplicationShutdown(): void {
    this.access.close();
  }

  private isLetIn(request: FastifyRequest, reply: FastifyReply): boolean {
    if (OPEN_ROUTES.has(request.routeOptions.url)) return true;
    try {
      this.principals.set(request, principalOfBearer(request.headers.authorization, this.access.principals));
      return true;
    } catch (error) {
      if (!(error instanceof KinesisError)) throw error;
      this.access.audit.refused({ caller: this.callerOf(request), result: error.code });
      const problem = problemOf(error);
      void reply
        .code(problem.status)
        .header('www-authenticate', 'Bearer')
        .type(PROBLEM_TYPE)
        .send(JSON.stringify(problem));
      return false;
    }
  }
}
