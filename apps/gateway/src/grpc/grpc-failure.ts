import { KinesisError, kinesisErrorOf, unreachable } from '#lib/kinesis';
import { GrpcStatus } from '#lib/wire';
import { isOutcomeUnknown } from '../records/entry-results.js';

/** How a gRPC call ends that failed. */
export interface GrpcFailure {
  readonly code: GrpcStatus;
  /** The code of the Kinesis API and its sentence. */
  readonly details: string;
}

/** What a client learns of a failure; of one that nobody foresaw only that it happened. */
export function grpcFailureOf(error: unknown): GrpcFailure {
  const { code, message } = kinesisErrorOf(error);
  return {
    code: error instanceof KinesisError ? statusOf(error) : GrpcStatus.INTERNAL,
    details: `${code}: ${message}`,
  };
}

function statusOf(error: KinesisError): GrpcStatus {
  const { code } = error;
  switch (code) {
    case 'AccessDeniedException':
      return GrpcStatus.PERMISSION_DENIED;
    case 'IncompleteSignatureException':
    case 'InvalidSignatureException':
    case 'MissingAuthenticationTokenException':
    case 'UnrecognizedClientException':
      return GrpcStatus.UNAUTHENTICATED;
    case 'InternalFailure':
      return isOutcomeUnknown(error) ? GrpcStatus.UNKNOWN : GrpcStatus.UNAVAILABLE;
    case 'LimitExceededException':
    case 'ProvisionedThroughputExceededException':
      return GrpcStatus.RESOURCE_EXHAUSTED;
    case 'KMSAccessDeniedException':
    case 'KMSInvalidStateException':
    case 'KMSNotFoundException':
    case 'ResourceInUseException':
      return GrpcStatus.FAILED_PRECONDITION;
    case 'ResourceNotFoundException':
      return GrpcStatus.NOT_FOUND;
    case 'ServiceUnavailable':
      return GrpcStatus.UNAVAILABLE;
    case 'DryRunOperationException':
    case 'ExpiredIteratorException':
    case 'ExpiredNextTokenException':
    case 'InvalidArgumentException':
    case 'RequestEntityTooLarge':
    case 'SerializationException':
    case 'UnknownOperationException':
    case 'ValidationException':
      return GrpcStatus.INVALID_ARGUMENT;
    default:
      return unreachable(code);
  }
}
