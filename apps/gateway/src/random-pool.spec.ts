import { describe, expect, it } from '@jest/globals';
import { RandomPool } from './random-pool.js';

describe('RandomPool', () => {
  it('gives as many bytes as are asked for, never the same ones, also over many pools', () => {
    const pool = new RandomPool();
    const taken = Array.from({ length: 2000 }, (_, i) => pool.take(12 + (i % 61)));
    expect(taken.map(({ length }) => length)).toEqual(Array.from({ length: 2000 }, (_, i) => 12 + (i % 61)));
    expect(new Set(taken.map((bytes) => bytes.toString('hex'))).size).toBe(2000);
  });

  it('leaves alone what it gave', () => {
    const pool = new RandomPool();
    const first = pool.take(16);
    const before = first.toString('hex');
    for (let i = 0; i < 2000; i += 1) pool.take(16);
    expect(first.toString('hex')).toBe(before);
  });
});
