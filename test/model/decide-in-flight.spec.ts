import { describe, expect, it } from '@jest/globals';
import { decideInFlight } from './decide-in-flight.js';
import { entryId } from './redis-stream.js';
import type { Entry } from './redis-stream.js';
import { presentRules } from './rules.js';

const after = entryId({ epoch: 2, second: 0, index: 3 });
const inFlight = { record: 1, id: entryId({ epoch: 2, second: 0, index: 4 }), token: 7, after };

const before: Entry = { kind: 'claimed', id: after, second: 0, index: 3, record: 0, token: 7 };
const own: Entry = { kind: 'batch', id: inFlight.id, second: 0, index: 4, record: 1, token: 7 };
const later: Entry = { ...own, id: entryId({ epoch: 3, second: 0, index: 4 }), token: 8 };

describe('decideInFlight', () => {
  it.each([
    { name: 'its own entry', entries: [before, own], indexAtFence: 4, fate: 'stored' },
    {
      name: 'its own entry, before any later claim',
      entries: [before, own],
      indexAtFence: undefined,
      fate: 'stored',
    },
    { name: 'only the entry before it, behind a claim', entries: [before], indexAtFence: 3, fate: 'absent' },
    { name: 'another record at its index', entries: [before, later], indexAtFence: 4, fate: 'absent' },
    { name: 'nothing, and the claim has fewer records', entries: [], indexAtFence: 3, fate: 'absent' },
    { name: 'nothing, and its index was used', entries: [], indexAtFence: 4, fate: 'unknown' },
    {
      name: 'later entries only, and its index was used',
      entries: [later],
      indexAtFence: 4,
      fate: 'unknown',
    },
    { name: 'its id under another token', entries: [{ ...own, token: 8 }], indexAtFence: 4, fate: 'unknown' },
    { name: 'no claim that fences it', entries: [before], indexAtFence: undefined, fate: 'unknown' },
  ])('says $fate on seeing $name', ({ entries, indexAtFence, fate }) => {
    expect(decideInFlight(inFlight, { entries, indexAtFence, rules: presentRules })).toBe(fate);
  });
});
