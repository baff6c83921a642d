import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkBeforeLargeBodies } from '#lib/bootstrap';
import { ANYONE, KinesisError } from '#lib/kinesis';
import { RPC_PATH } from '../aws/rpc-path.js';
import { HttpCaller } from '../caller.js';
import { ACCESS, type Access } from './access.js';

const KINESIS_ROUTES: ReadonlySet<string | undefined> = new Set(['/', RPC_PATH]);

/**
 * Keeps strangers from sending large bodies: a signature covers the body, so whoever signs is known only behind it, but
 * headers without a signature, or with one of a key that nobody has, say enough. They are refused for what is wrong with
 * them, before the body is read; small bodies are refused in AWS's order. Whoever sends a token was asked before.
 */
@Injectable()
export class LargeBodyGuard implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  onModuleInit(): void {
    if (!this.access.isStrict) return;
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    checkBeforeLargeBodies(fastify, (request) => this.check(request));
  }

  private check(request: FastifyRequest): void {
    const { headers, method, raw, routeOptions, id: requestId } = request;
    const isKinesis = KINESIS_ROUTES.has(routeOptions.url);
    if (!isKinesis && headers.authorization?.startsWith('AWS4-') !== true) return;
    try {
      this.access.signatures.checkSigner(request);
    } catch (error) {
      if (error instanceof KinesisError) {
        const caller = new HttpCaller({
          principal: ANYONE,
          door: isKinesis ? 'aws' : 'rest',
          raw,
          requestId,
        });
        const action = `${method} ${routeOptions.url ?? 'nothing'}`;
        this.access.audit.refused({ caller, action, result: error.code });
      }
      throw error;
    }
  }
}
