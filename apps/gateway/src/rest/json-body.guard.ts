import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requireJson } from './records-in-body.js';

/** Lets only bodies pass that say that they are JSON. */
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    requireJson(context.switchToHttp().getRequest<FastifyRequest>().headers);
    return true;
  }
}
