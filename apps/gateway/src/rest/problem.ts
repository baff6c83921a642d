import { z } from 'zod';
import { plainProblem } from '#lib/bootstrap';
import {
  KINESIS_ERROR_CODES,
  KinesisError,
  kinesisErrorOf,
  unreachable,
  type KinesisErrorCode,
} from '#lib/kinesis';
import { IdempotencyKeyReused } from '../idempotency/idempotent-puts.js';
import { isOutcomeUnknown } from '../records/entry-results.js';

/** The body of every answer that is a refusal or a failure. Source: RFC 9457. */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().describe('The name of the status.'),
    status: z.int().describe('The status of the answer.'),
    detail: z.string().describe('What is wrong, with the value and the limit, in a sentence for people.'),
    code: z.enum(KINESIS_ERROR_CODES).describe('The error of the Kinesis API that this is.'),
    errors: z
      .array(z.object({ member: z.string(), detail: z.string() }))
      .optional()
      .describe('What is wrong with members of the request, one by one.'),
    outcomeUnknown: z
      .literal(true)
      .optional()
      .describe('What was asked for may have happened in spite of the error.'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

type MemberProblem = NonNullable<Problem['errors']>[number];

/** A request that this door refuses before any operation sees it. */
export class RestRefusal extends KinesisError {
  readonly errors: readonly MemberProblem[];

  constructor(
    message: string,
    private readonly terms: RefusalTerms,
  ) {
    super(terms.code, message);
    this.errors = terms.errors ?? [];
  }

  override get status(): number {
    return this.terms.status;
  }
}

export interface RefusalTerms {
  readonly status: number;
  readonly code: KinesisErrorCode;
  readonly errors?: readonly MemberProblem[];
}

/** Members of a request that are not as they must be, all of them at once. */
export function invalidMembers(errors: readonly MemberProblem[]): RestRefusal {
  const detail = errors.map((error) =>
    error.member === '' ? error.detail : `${error.member}: ${error.detail}`,
  );
  return new RestRefusal(detail.join('; '), { status: 400, code: 'ValidationException', errors });
}

export const invalidMember = (member: string, detail: string): RestRefusal =>
  invalidMembers([{ member, detail }]);

/** The body cannot be read as what its content type says. */
export const unreadableBody = (message: string): RestRefusal =>
  new RestRefusal(message, { status: 400, code: 'SerializationException' });

/** What a client learns of a failure; of one that nobody foresaw only that it happened. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RestRefusal) {
    const { status, code, message, errors } = error;
    return {
      ...plainProblem({ status, detail: message }),
      code,
      ...(errors.length > 0 ? { errors: [...errors] } : {}),
    };
  }
  if (error instanceof IdempotencyKeyReused)
    return { ...plainProblem({ status: 422, detail: error.message }), code: error.code };
  const { code, message } = kinesisErrorOf(error);
  return {
    ...plainProblem({ status: statusOf(code), detail: message }),
    code,
    ...(error instanceof KinesisError && isOutcomeUnknown(error) ? { outcomeUnknown: true } : {}),
  };
}

/** Kinesis says 400 to nearly everything; here the status alone tells what a client can do. */
function statusOf(code: KinesisErrorCode): number {
  switch (code) {
    case 'IncompleteSignatureException':
    case 'InvalidSignatureException':
    case 'MissingAuthenticationTokenException':
    case 'UnrecognizedClientException':
      return 401;
    case 'AccessDeniedException':
      return 403;
    case 'ResourceNotFoundException':
    case 'UnknownOperationException':
      return 404;
    case 'KMSAccessDeniedException':
    case 'KMSInvalidStateException':
    case 'KMSNotFoundException':
    case 'ResourceInUseException':
      return 409;
    case 'RequestEntityTooLarge':
      return 413;
    case 'LimitExceededException':
    case 'ProvisionedThroughputExceededException':
      return 429;
    case 'InternalFailure':
      return 500;
    case 'ServiceUnavailable':
      return 503;
    case 'DryRunOperationException':
    case 'ExpiredIteratorException':
    case 'ExpiredNextTokenException':
    case 'InvalidArgumentException':
    case 'SerializationException':
    case 'ValidationException':
      return 400;
    default:
      return unreachable(code);
  }
}
