import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { newStreamId } from './stream-id.js';

describe('a new stream id', () => {
  it('has the form that the service model gives it, and is new', () => {
    const ids = Array.from({ length: 100 }, () => newStreamId(randomBytes));
    expect(ids.filter((id) => !/^[a-z0-9]{20}-[a-z0-9]{3}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(100);
  });

  it('depends on nothing but the bytes', () => {
    expect(newStreamId((count) => Uint8Array.from({ length: count }, (_, i) => 35 + i))).toBe(
      'z0123456789abcdefghi-jkl',
    );
  });
});
