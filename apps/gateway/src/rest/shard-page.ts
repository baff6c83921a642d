import { z } from 'zod';
import { LIMITS, type ShardFilter } from '#lib/kinesis';
import { DescribedShard } from './stream-description.js';
import { NEXT_TOKEN, pageQuery } from './page-query.js';

const FILTERS = {
  'after-shard-id': 'AFTER_SHARD_ID',
  'at-latest': 'AT_LATEST',
  'at-timestamp': 'AT_TIMESTAMP',
  'at-trim-horizon': 'AT_TRIM_HORIZON',
  'from-timestamp': 'FROM_TIMESTAMP',
  'from-trim-horizon': 'FROM_TRIM_HORIZON',
} as const satisfies Record<string, ShardFilter['type']>;

type Filter = keyof typeof FILTERS;

/** Which shards GET /v1/streams/{name}/shards gives. */
export const ShardPageQuery = z.strictObject({
  filter: z
    .enum(Object.keys(FILTERS) as [Filter, ...Filter[]])
    .default('from-trim-horizon')
    .describe('Those that were open at some time, or from then on.'),
  shardId: z.string().min(1).max(128).optional().describe('For after-shard-id.'),
  timestamp: z.iso.datetime({ offset: true }).optional().describe('For at-timestamp and from-timestamp.'),
  ...pageQuery({ most: LIMITS.shardsPerList, of: 'Shards' }),
});
export type ShardPageQuery = z.infer<typeof ShardPageQuery>;

/** As the Kinesis API names it. */
export function shardFilterOf({ filter, shardId, timestamp }: ShardPageQuery) {
  return {
    Type: FILTERS[filter],
    ShardId: shardId,
    Timestamp: timestamp === undefined ? undefined : Date.parse(timestamp),
  };
}

export const ShardPage = z
  .object({
    shards: z.array(DescribedShard),
    nextToken: NEXT_TOKEN,
  })
  .meta({ id: 'ShardPage' });
export type ShardPage = z.infer<typeof ShardPage>;
