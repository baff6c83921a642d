import { describe, expect, it } from '@jest/globals';
import { KINESIS_ERROR_CODES, KinesisError, type KinesisErrorCode } from '#lib/kinesis';
import { ShardError, StorageError } from '#lib/ports';
import { GrpcStatus } from '#lib/wire';
import { grpcFailureOf } from './grpc-failure.js';

describe('grpcFailureOf', () => {
  it.each<[KinesisErrorCode, number]>([
    ['ValidationException', GrpcStatus.INVALID_ARGUMENT],
    ['InvalidArgumentException', GrpcStatus.INVALID_ARGUMENT],
    ['ResourceNotFoundException', GrpcStatus.NOT_FOUND],
    ['ProvisionedThroughputExceededException', GrpcStatus.RESOURCE_EXHAUSTED],
    ['LimitExceededException', GrpcStatus.RESOURCE_EXHAUSTED],
    ['ServiceUnavailable', GrpcStatus.UNAVAILABLE],
    ['MissingAuthenticationTokenException', GrpcStatus.UNAUTHENTICATED],
    ['UnrecognizedClientException', GrpcStatus.UNAUTHENTICATED],
    ['AccessDeniedException', GrpcStatus.PERMISSION_DENIED],
    ['ResourceInUseException', GrpcStatus.FAILED_PRECONDITION],
    ['KMSNotFoundException', GrpcStatus.FAILED_PRECONDITION],
  ])('ends a call that failed with %s by status %i, with code and sentence', (code, status) => {
    const failure = grpcFailureOf(new KinesisError(code, 'A sentence.'));
    expect(failure).toEqual({ code: status, details: `${code}: A sentence.` });
  });

  it.each<[string, unknown, number]>([
    ['no shard answered', new ShardError('unknown', ''), GrpcStatus.UNKNOWN],
    ['no storage answered', new StorageError('unknown', ''), GrpcStatus.UNKNOWN],
    ['the owner changes', new ShardError('not-owner', ''), GrpcStatus.UNAVAILABLE],
    ['the storage refused', new ShardError('not-stored', ''), GrpcStatus.UNAVAILABLE],
    ['nobody knows why', undefined, GrpcStatus.UNKNOWN],
  ])('tells an unknown outcome from none at all: %s', (_why, cause, status) => {
    const error = new KinesisError('InternalFailure', 'A sentence.', { cause });
    expect(grpcFailureOf(error).code).toBe(status);
  });

  it('says nothing of a mistake of ours', () => {
    const failure = grpcFailureOf(new TypeError('a is undefined'));
    expect(failure).toEqual({
      code: GrpcStatus.INTERNAL,
      details: 'InternalFailure: Internal Service Failure',
    });
  });

  it('knows every code', () => {
    for (const code of KINESIS_ERROR_CODES)
      expect(grpcFailureOf(new KinesisError(code, '')).code).toBeGreaterThan(0);
  });
});
