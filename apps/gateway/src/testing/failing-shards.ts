import { ShardError, type ShardClient, type ShardErrorKind } from '#lib/ports';

/** Shards that refuse everything in one way. */
export function failingShards(kind: ShardErrorKind): ShardClient {
  const refuse = (): Promise<never> => Promise.reject(new ShardError(kind, 'refused by the test'));
  return { append: refuse, read: refuse, tip: refuse, locate: refuse, follow: () => () => undefined };
}
