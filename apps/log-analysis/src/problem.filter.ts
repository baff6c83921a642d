import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Answers a refused request with `application/problem+json`. Source: RFC 9457. */
@Catch(HttpException)
export class ProblemFilter implements ExceptionFilter<HttpException> {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  catch(refusal: HttpException, host: ArgumentsHost): void {
    const { httpAdapter } = this.host;
    const response: unknown = host.switchToHttp().getResponse();
    const status = refusal.getStatus();
    const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail: detailOf(refusal) };
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json');
    httpAdapter.reply(response, problem, status);
  }
}

/** Validation gives a list of sentences. */
function detailOf(refusal: HttpException): string {
  const body = refusal.getResponse();
  const message: unknown = typeof body === 'object' && 'message' in body ? body.message : body;
  return Array.isArray(message) ? message.join('; ') : String(message);
}
