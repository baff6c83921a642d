import { describe, expect, it } from '@jest/globals';
import { KINESIS_ERROR_CODES, KinesisError, type KinesisErrorCode } from '#lib/kinesis';
import { ShardError } from '#lib/ports';
import { invalidMembers, Problem, problemOf } from './problem.js';

describe('problemOf', () => {
  it.each<[KinesisErrorCode, number, string]>([
    ['ValidationException', 400, 'Bad Request'],
    ['InvalidArgumentException', 400, 'Bad Request'],
    ['ExpiredIteratorException', 400, 'Bad Request'],
    ['MissingAuthenticationTokenException', 401, 'Unauthorized'],
    ['UnrecognizedClientException', 401, 'Unauthorized'],
    ['AccessDeniedException', 403, 'Forbidden'],
    ['ResourceNotFoundException', 404, 'Not Found'],
    ['ResourceInUseException', 409, 'Conflict'],
    ['KMSAccessDeniedException', 409, 'Conflict'],
    ['RequestEntityTooLarge', 413, 'Payload Too Large'],
    ['ProvisionedThroughputExceededException', 429, 'Too Many Requests'],
    ['LimitExceededException', 429, 'Too Many Requests'],
    ['ServiceUnavailable', 503, 'Service Unavailable'],
  ])('gives %s the status %i', (code, status, title) => {
    const problem = problemOf(new KinesisError(code, 'A sentence.'));
    expect(problem).toEqual({ type: 'about:blank', title, status, detail: 'A sentence.', code });
  });

  it('says whether it is known what happened', () => {
    const cause = (kind: 'unknown' | 'not-stored') => ({ cause: new ShardError(kind, '') });
    const unknown = problemOf(new KinesisError('InternalFailure', 'No answer.', cause('unknown')));
    expect(unknown).toMatchObject({ status: 500, outcomeUnknown: true });
    const known = problemOf(new KinesisError('InternalFailure', 'Nothing stored.', cause('not-stored')));
    expect(known).not.toHaveProperty('outcomeUnknown');
  });

  it('says nothing of a mistake of ours', () => {
    expect(problemOf(new TypeError('a is undefined'))).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'Internal Service Failure',
      code: 'InternalFailure',
    });
  });

  it('lists what is wrong with members, and says it in one sentence too', () => {
    const errors = [
      { member: 'limit', detail: 'too small' },
      { member: '', detail: 'not a record' },
    ];
    expect(problemOf(invalidMembers(errors))).toMatchObject({
      detail: 'limit: too small; not a record',
      errors,
    });
  });

  it('answers every code as the description says', () => {
    for (const code of KINESIS_ERROR_CODES)
      expect(Problem.safeParse(problemOf(new KinesisError(code, 'A sentence.'))).success).toBe(true);
  });
});
