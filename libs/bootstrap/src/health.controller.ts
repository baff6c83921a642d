import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Health, type Readiness } from './health.js';

/** Two questions of an orchestrator: does the process live, and can it work now. */
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('livez')
  livez(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 503 with the reasons while a check fails. */
  @Get('readyz')
  readyz(@Res({ passthrough: true }) reply: FastifyReply): Readiness {
    const readiness = this.health.readiness();
    if (!readiness.ready) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
