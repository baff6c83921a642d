import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PROBLEM_TYPE, plainProblem } from './problem.js';

/** Answers what a controller refuses, by an exception of Nest's, as a problem. */
@Catch(HttpException)
export class ProblemFilter implements ExceptionFilter<HttpException> {
  constructor(@Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost) {}

  catch(refusal: HttpException, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const response: unknown = host.switchToHttp().getResponse();
    const status = refusal.getStatus();
    httpAdapter.setHeader(response, 'Content-Type', PROBLEM_TYPE);
    httpAdapter.reply(response, plainProblem({ status, detail: detailOf(refusal) }), status);
  }
}

/** Validation gives a list of sentences. */
function detailOf(refusal: HttpException): string {
  const body = refusal.getResponse();
  const message: unknown = typeof body === 'object' && 'message' in body ? body.message : body;
  return Array.isArray(message) ? message.join('; ') : String(message);
}
