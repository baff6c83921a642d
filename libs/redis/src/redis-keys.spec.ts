import { describe, expect, it } from '@jest/globals';
import type { StreamId } from '#lib/kinesis';
import { REDIS_KEYS } from './redis-keys.js';

describe('the keys in Redis', () => {
  it('tag a shard by its stream and number, so that all of it lies on one slot', () => {
    const shard = { streamId: 'abcdefghij0123456789-xyz' as StreamId, shardNumber: 12 };
    expect(REDIS_KEYS.shardLog(shard)).toBe('sw:{abcdefghij0123456789-xyz/12}:log');
  });

  it('keep what an installation has once on one slot of its own', () => {
    const { controlLog, controlSnapshot, installation } = REDIS_KEYS;
    expect([controlLog, controlSnapshot, installation]).toEqual([
      'sw:{control}:log',
      'sw:{control}:snapshot',
      'sw:{control}:installation',
    ]);
  });
});
