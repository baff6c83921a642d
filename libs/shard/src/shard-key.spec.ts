import { describe, expect, it } from '@jest/globals';
import type { StreamId } from '#lib/kinesis';
import { shardKeyOf, shardOfKey } from './shard-key.js';

describe('the key of a shard', () => {
  it('names its shard', () => {
    const shard = { streamId: 'abcdefghij0123456789-abc' as StreamId, shardNumber: 19_999 };
    expect(shardOfKey(shardKeyOf(shard))).toEqual(shard);
  });
});
