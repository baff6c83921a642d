import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { OneEachTurn } from './one-each-turn.js';

describe('work that is done one piece in each turn', () => {
  it('is done in the order it came, and others have their turns between', async () => {
    const pieces = new OneEachTurn();
    const done: number[] = [];
    for (const piece of [1, 2, 3]) pieces.add(() => done.push(piece));
    expect(done).toEqual([]);
    for (const expected of [[1], [1, 2], [1, 2, 3], [1, 2, 3]]) {
      await turn();
      expect(done).toEqual(expected);
    }
    pieces.add(() => done.push(4));
    await turn();
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it('may be added by work', async () => {
    const pieces = new OneEachTurn();
    const done: string[] = [];
    pieces.add(() => {
      done.push('first');
      pieces.add(() => done.push('second'));
    });
    await turn();
    expect(done).toEqual(['first']);
    await turn();
    expect(done).toEqual(['first', 'second']);
  });
});
