import { describe, expect, it } from '@jest/globals';
import { groupingAccuracy } from './grouping-accuracy.js';

describe('groupingAccuracy', () => {
  it.each<readonly [what: string, predicted: string, truth: string, accuracy: number]>([
    ['the same groups under other names', 'aabb', 'xxyy', 1],
    ['a group that is split', 'aabc', 'xxyy', 0.5],
    ['two groups that are one', 'aaab', 'xxyz', 0.25],
    ['one line in the wrong group, which spoils both', 'aabb', 'xxxy', 0],
    ['no lines', '', '', 1],
  ])('judges %s', (_what, predicted, truth, accuracy) => {
    expect(groupingAccuracy([...predicted], [...truth])).toBe(accuracy);
  });
});
