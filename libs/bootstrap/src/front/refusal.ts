import { PROBLEM_TYPE, plainProblem } from '../problem.js';

/** Why a request never reaches its handler. */
export interface Refusal {
  readonly status: number;
  readonly detail: string;
}

export const HEADERS_TOO_LARGE: Refusal = { status: 431, detail: 'The headers are larger than 16 KiB.' };

/** The answer to what never became a request: problem details over HTTP/1.1. Source: RFC 9457. */
export function refusalText(refusal: Refusal): string {
  const problem = plainProblem(refusal);
  const body = JSON.stringify(problem);
  const head = `HTTP/1.1 ${problem.status} ${problem.title}\r\nConnection: close\r\nContent-Type: ${PROBLEM_TYPE}`;
  return `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
