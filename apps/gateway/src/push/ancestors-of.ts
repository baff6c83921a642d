import type { Shard, Stream } from '#lib/kinesis';

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

export const childrenOf = (shard: Shard, { shards }: Stream): readonly Shard[] =>
  shards.filter(({ parents }) => parents.includes(shard.number));
