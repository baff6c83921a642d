import { describe, expect, it } from '@jest/globals';
import { KINESIS_ERROR_CODES, KinesisError, kinesisErrorOf, type KinesisErrorCode } from './errors.js';

describe('a Kinesis error', () => {
  it.each(KINESIS_ERROR_CODES)('%s has a status that HTTP has for errors', (code) => {
    const { status } = new KinesisError(code, 'why');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });

  it.each(KINESIS_ERROR_CODES)('%s may be tried again when it is the server’s fault', (code) => {
    const error = new KinesisError(code, 'why');
    if (error.status >= 500) expect(error.isRetryable).toBe(true);
  });

  // Source: recorded against AWS; SDKs decide by the code whether to try again.
  it.each<[KinesisErrorCode, number, boolean]>([
    ['ProvisionedThroughputExceededException', 400, true],
    ['LimitExceededException', 400, true],
    ['ResourceNotFoundException', 400, false],
    ['ExpiredIteratorException', 400, false],
    ['InternalFailure', 500, true],
    ['RequestEntityTooLarge', 413, false],
  ])('%s answers %d, retryable: %p', (code, status, isRetryable) => {
    expect(new KinesisError(code, 'why')).toMatchObject({ code, status, isRetryable, message: 'why' });
  });

  it('keeps what caused it', () => {
    const cause = new Error('no answer');
    expect(new KinesisError('InternalFailure', 'why', { cause }).cause).toBe(cause);
  });

  it('says of what nobody foresaw only that it happened', () => {
    const known = new KinesisError('ValidationException', 'why');
    const secret = new Error('a secret');
    expect(kinesisErrorOf(known)).toBe(known);
    expect(kinesisErrorOf(secret)).toMatchObject({
      code: 'InternalFailure',
      message: 'Internal Service Failure',
      cause: secret,
    });
  });
});
