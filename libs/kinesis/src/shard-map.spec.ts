import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashKeyToWords } from './hash-key.js';
import { isOpen } from './shard.js';
import { ShardMap } from './shard-map.js';
import { anyHashKey, reshardedStream, streamWith } from './testing/streams.js';

describe('a shard map', () => {
  it('finds the shard that comparing whole hash keys finds, also after splits and merges', () => {
    fc.assert(
      fc.property(reshardedStream, anyHashKey, (stream, key) => {
        const map = ShardMap.of(stream);
        const found = map.openShards[map.indexOf(hashKeyToWords(key))];
        const { shards } = stream;
        expect(found).toBe(
          shards.find((shard) => isOpen(shard) && shard.range.start <= key && key <= shard.range.end),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds each shard by the first and by the last key of its range', () => {
    const map = ShardMap.of(streamWith({ shardCount: 1_000 }));
    map.openShards.forEach(({ range }, place) => {
      expect(map.indexOf(hashKeyToWords(range.start))).toBe(place);
      expect(map.indexOf(hashKeyToWords(range.end))).toBe(place);
    });
  });

  it('is made once for a stream', () => {
    const stream = streamWith();
    expect(ShardMap.of(stream)).toBe(ShardMap.of(stream));
    expect(ShardMap.of({ ...stream })).not.toBe(ShardMap.of(stream));
  });
});
