/**
 * Every error that the Kinesis API can answer, as one table: code → HTTP status and whether a client may try again.
 *
 * Source: the error shapes of the Kinesis service model (2013-12-02) and AWS's common errors; the statuses were
 * recorded against AWS. All of the client's errors are 400 there, also the throttles.
 */
const ERRORS = {
  AccessDeniedException: { status: 400, retryable: false },
  DryRunOperationException: { status: 400, retryable: false },
  ExpiredIteratorException: { status: 400, retryable: false },
  ExpiredNextTokenException: { status: 400, retryable: false },
  IncompleteSignatureException: { status: 400, retryable: false },
  InternalFailure: { status: 500, retryable: true },
  InvalidArgumentException: { status: 400, retryable: false },
  InvalidSignatureException: { status: 400, retryable: false },
  KMSAccessDeniedException: { status: 400, retryable: false },
  KMSInvalidStateException: { status: 400, retryable: false },
  KMSNotFoundException: { status: 400, retryable: false },
  LimitExceededException: { status: 400, retryable: true },
  MissingAuthenticationTokenException: { status: 400, retryable: false },
  ProvisionedThroughputExceededException: { status: 400, retryable: true },
  RequestEntityTooLarge: { status: 413, retryable: false },
  ResourceInUseException: { status: 400, retryable: false },
  ResourceNotFoundException: { status: 400, retryable: false },
  SerializationException: { status: 400, retryable: false },
  ServiceUnavailable: { status: 503, retryable: true },
  UnknownOperationException: { status: 400, retryable: false },
  UnrecognizedClientException: { status: 400, retryable: false },
  ValidationException: { status: 400, retryable: false },
} as const satisfies Record<string, { readonly status: number; readonly retryable: boolean }>;

export type KinesisErrorCode = keyof typeof ERRORS;

export const KINESIS_ERROR_CODES = Object.keys(ERRORS) as readonly KinesisErrorCode[];

/** A known failure: a code for programs, a sentence with the value, the limit and the way out for people. */
export class KinesisError extends Error {
  override readonly name = 'KinesisError';

  constructor(
    readonly code: KinesisErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** HTTP status of the answer. */
  get status(): number {
    return ERRORS[this.code].status;
  }

  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}

/** What a client learns of a failure; of one that nobody foresaw only that it happened. */
export function kinesisErrorOf(error: unknown): KinesisError {
  if (error instanceof KinesisError) return error;
  return new KinesisError('InternalFailure', 'Internal Service Failure', { cause: error });
}

/** A request that can never succeed as it stands. */
export const invalidArgument = (message: string): KinesisError =>
  new KinesisError('InvalidArgumentException', message);

/** What the request names is not there. */
export const resourceNotFound = (message: string): KinesisError =>
  new KinesisError('ResourceNotFoundException', message);

/** What the request names is in a status that does not allow it, or is there already. */
export const resourceInUse = (message: string): KinesisError =>
  new KinesisError('ResourceInUseException', message);

/** The request would pass a quota. */
export const limitExceeded = (message: string): KinesisError =>
  new KinesisError('LimitExceededException', message);
