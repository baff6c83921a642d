import { Catch, HttpException, Inject, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE, RequestBodyRefusal } from '#lib/bootstrap';
import { KinesisError } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { requestTooLarge } from '../request-too-large.js';
import { allowedMethods } from './allowed-methods.js';
import { problemOf, RestRefusal } from './problem.js';

/**
 * Answers `application/problem+json` to whatever goes wrong under /v1, also before a controller is found. It is there for
 * the whole process; other paths get what they would get without it.
 */
@Catch()
export class RestFailureFilter extends BaseExceptionFilter {
  constructor(
    @Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {
    super(httpAdapter);
  }

  override catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const [path = ''] = request.url.split('?', 1);
    if (path !== '/v1' && !path.startsWith('/v1/')) return super.catch(error, host);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const refusal = refusalOf(error, { path, reply, request });
    const problem = problemOf(refusal);
    if (!(refusal instanceof KinesisError)) this.context.onUnexpected(error);
    void reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  }
}

interface Exchange {
  readonly path: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What Nest and Fastify refuse by themselves. */
function refusalOf(error: unknown, exchange: Exchange): unknown {
  // Nest makes exceptions of its own of what is the client's fault alone.
  if (error instanceof RequestBodyRefusal && error.status === 503)
    return new KinesisError('ServiceUnavailable', error.message);
  return error instanceof HttpException ? refusalOfNest(error, exchange) : error;
}

function refusalOfNest(error: HttpException, { path, request, reply }: Exchange): KinesisError {
  const status = error.getStatus();
  if (status === 413) return requestTooLarge(request, error.cause);
  if (status !== 404) return new RestRefusal(error.message, { status, code: 'SerializationException' });
  const methods = allowedMethods(path);
  if (methods === undefined) {
    return new RestRefusal(`There is nothing at ${path}; GET /v1/openapi.json lists what there is.`, {
      status: 404,
      code: 'UnknownOperationException',
    });
  }
  void reply.header('allow', methods);
  return new RestRefusal(`${request.method} is not possible at ${path}, only ${methods}.`, {
    status: 405,
    code: 'UnknownOperationException',
  });
}
