import { STATUS_CODES } from 'node:http';

/** The content type of every refusal over HTTP. Source: RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** Problem details: the body of a refusal. A door may add members of its own. */
export interface Problem {
  readonly type: 'about:blank';
  /** The name of the status. */
  readonly title: string;
  readonly status: number;
  /** What is wrong and what to do, in a sentence for people. */
  readonly detail: string;
}

/** A problem that its HTTP status and its sentence tell completely. */
export function plainProblem({ status, detail }: Pick<Problem, 'status' | 'detail'>): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
}
