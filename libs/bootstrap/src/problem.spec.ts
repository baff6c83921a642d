import { describe, expect, it } from '@jest/globals';
import { plainProblem } from './problem.js';

describe('plainProblem', () => {
  it.each([
    [400, 'Bad Request'],
    [404, 'Not Found'],
    [431, 'Request Header Fields Too Large'],
    [599, 'Error'],
  ])('names the status %i', (status, title) => {
    expect(plainProblem({ status, detail: 'A sentence.' })).toEqual({
      type: 'about:blank',
      title,
      status,
      detail: 'A sentence.',
    });
  });
});
