import { describe, expect, it } from '@jest/globals';
import { parseShardId, shardIdOf } from './shard.js';

describe('a shard id', () => {
  it.each([
    [0, 'shardId-000000000000'],
    [1, 'shardId-000000000001'],
    [4_294_967_295, 'shardId-004294967295'],
  ])('of shard %d is %s', (number, id) => {
    expect(shardIdOf(number)).toBe(id);
    expect(parseShardId(id)).toBe(number);
  });

  it.each(['shardId-000000000001', 'shardId-1', '1', '000000000001'])('names shard 1 as %p', (id) => {
    expect(parseShardId(id)).toBe(1);
  });

  it.each([
    '',
    'shardId-',
    'shardId--1',
    'shard-1',
    'shardId-1x',
    ' 1',
    'shardId-4294967296',
    '0000000000001',
  ])('is none as %p', (id) => {
    expect(parseShardId(id)).toBeUndefined();
  });
});
