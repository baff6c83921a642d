import { ShardError, type ShardClient, type ShardErrorKind } from '#lib/ports';

/** Shards that refuse everything in one way. */
export function failingShards(kind: ShardErrorKind): ShardClient {
  const refuse = (): Promise<never> => Promise.reject(new ShardError(kind, 'refused by the test'));
  const ignore = (): void => undefined;
  return {
    append: refuse,
    admitRead: async () => undefined,
    chargeRead: ignore,
    read: refuse,
    tip: refuse,
    locate: refuse,
    follow: () => ignore,
  };
}
