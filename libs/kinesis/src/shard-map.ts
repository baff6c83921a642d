import { hashKeyToWords, type HashKeyWords } from './hash-key.js';
import { isOpen, type Shard } from './shard.js';
import type { Stream } from './stream.js';

/**
 * Which open shard takes a hash key: the starts of the open shards, sorted, as 32-bit words, so that the record path
 * compares numbers and never a BigInt. Made once per version of a stream.
 *
 * Invariant: the open shards tile the hash space, so the shard is the last one whose start is not above the key.
 */
export class ShardMap {
  private static readonly made = new WeakMap<Stream, ShardMap>();

  /** The map of a stream; a stream is immutable, so its map is made once. */
  static of(stream: Stream): ShardMap {
    const known = ShardMap.made.get(stream);
    if (known) return known;
    const map = new ShardMap(stream.shards.filter(isOpen));
    ShardMap.made.set(stream, map);
    return map;
  }

  readonly openShards: readonly Shard[];
  private readonly starts: Uint32Array;

  private constructor(open: readonly Shard[]) {
    this.openShards = open.toSorted((a, b) => (a.range.start < b.range.start ? -1 : 1));
    this.starts = new Uint32Array(4 * this.openShards.length);
    this.openShards.forEach((shard, i) =>
      hashKeyToWords(shard.range.start, this.starts.subarray(4 * i, 4 * i + 4)),
    );
  }

  /** The place in `openShards` of the shard that takes the hash key. */
  indexOf(hashKey: HashKeyWords): number {
    let low = 0;
    let high = this.openShards.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.startsAbove(middle, hashKey)) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  private startsAbove(shard: number, hashKey: HashKeyWords): boolean {
    for (let word = 0; word < 4; word += 1) {
      const difference = (this.starts[4 * shard + word] as number) - (hashKey[word] as number);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }
}
