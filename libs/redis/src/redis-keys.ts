import type { ShardRef } from '#lib/kinesis';

/**
 * The names of all keys. Everything of one shard carries one hash tag, so that it lies on one Cluster slot. Names that
 * users chose never enter a key: a stream is named by the id of its incarnation.
 */
export const REDIS_KEYS = {
  shardLog: ({ streamId, shardNumber }: ShardRef): string => `sw:{${streamId}/${shardNumber}}:log`,
  controlLog: 'sw:{control}:log',
  controlSnapshot: 'sw:{control}:snapshot',
  installation: 'sw:{control}:installation',
} as const;
