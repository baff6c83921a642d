import { describe, expect, it } from '@jest/globals';
import { readableShards } from './shard-lineage.js';

const shard = (shardId: string, ...parents: string[]) => ({ shardId, parents });
const finished = { isFinished: true } as const;

describe('the shards that may be read', () => {
  it.each([
    ['all without parents', [shard('a'), shard('b')], {}, ['a', 'b']],
    [
      'no child of a parent that is not finished',
      [shard('a'), shard('b', 'a')],
      { a: { after: '7' } },
      ['a'],
    ],
    ['the child once its parent is finished', [shard('a'), shard('b', 'a')], { a: finished }, ['b']],
    [
      'no child of a merge with one parent left',
      [shard('a'), shard('b'), shard('c', 'a', 'b')],
      { a: finished },
      ['b'],
    ],
    ['a child whose parent has left the retention', [shard('b', 'a')], {}, ['b']],
    ['none where all are finished', [shard('a')], { a: finished }, []],
  ])('are %s', (_, shards, positions, readable) => {
    expect(readableShards(shards, positions).map(({ shardId }) => shardId)).toEqual(readable);
  });
});
