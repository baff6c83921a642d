import type { Shard } from './shard.js';
import type { Stream } from './stream.js';

/** The shards that a shard was split into, or merged into with another one. */
export function childrenOf(shard: Shard, { shards }: Stream): readonly Shard[] {
  return shards.filter(({ parents }) => parents.includes(shard.number));
}

/** The shards that a shard came from: its parents, and theirs, as far as they are known. */
export function ancestorsOf(shard: Shard, { shards }: Stream): ReadonlySet<Shard> {
  const ancestors = new Set<Shard>();
  const visit = ({ parents }: Shard): void => {
    for (const number of parents) {
      const parent = shards[number];
      if (!parent || ancestors.has(parent)) continue;
      ancestors.add(parent);
      visit(parent);
    }
  };
  visit(shard);
  return ancestors;
}
