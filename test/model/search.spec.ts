import { describe, expect, it } from '@jest/globals';
import { search } from './search.js';
import type { Search } from './search.js';

/** Numbers up to 20, reached from 1 by adding one, or by doubling. */
const numbers: Search<number> = {
  initial: 1,
  steps: [
    { name: 'add', next: (n) => (n < 20 ? [n + 1] : []), says: ({ after }) => `add: ${after}` },
    { name: 'double', next: (n) => (n <= 10 ? [2 * n] : []), says: ({ after }) => `double: ${after}` },
    { name: 'never', next: () => [], says: () => 'never' },
  ],
  keyOf: String,
  invariants: {
    SMALL: (n) => (n >= 12 ? `${n} is not small` : undefined),
    POSITIVE: (n) => (n > 0 ? undefined : `${n}`),
  },
  maxStates: 100,
};

describe('search', () => {
  it('visits every state once and says that it came to the end', () => {
    expect(search(numbers)).toMatchObject({ states: 20, isComplete: true });
  });

  it('gives a shortest trace to the first state that breaks an invariant', () => {
    const [violation, ...others] = search(numbers).violations;
    expect(others).toEqual([]);
    expect(violation?.detail).toBe('12 is not small');
    expect(violation?.trace).toEqual(['add: 2', 'add: 3', 'double: 6', 'double: 12']);
  });

  it('says that it did not come to the end when its bound stopped it', () => {
    expect(search({ ...numbers, maxStates: 5 }).isComplete).toBe(false);
  });

  it('names the steps that happened', () => {
    expect([...search(numbers).stepsTaken].sort()).toEqual(['add', 'double']);
  });

  it('sees what is wrong in the initial state, by an empty trace', () => {
    expect(search({ ...numbers, initial: 15 }).violations).toMatchObject([{ invariant: 'SMALL', trace: [] }]);
  });
});
