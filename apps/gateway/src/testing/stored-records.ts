import type { KinesisApi } from '#lib/wire';
import type { OperationContext } from '../operation-context.js';
import { getRecords } from '../operations/get-records.js';
import { getShardIterator } from '../operations/get-shard-iterator.js';

export interface ReadShard {
  readonly streamName: string;
  /** 0 by default. */
  readonly shardNumber?: number;
  /** Of each call. */
  readonly limit?: number;
}

/** All records of a shard, as a client reads them: from the trim horizon on, until nothing comes any more. */
export async function storedRecords(
  { streamName, shardNumber = 0, limit }: ReadShard,
  context: OperationContext,
): Promise<readonly KinesisApi.Record[]> {
  const all: KinesisApi.Record[] = [];
  const start = {
    StreamName: streamName,
    ShardId: String(shardNumber),
    ShardIteratorType: 'TRIM_HORIZON',
  } as const;
  let { ShardIterator } = await getShardIterator(start, context);
  while (ShardIterator !== undefined) {
    const answer = await getRecords({ ShardIterator, Limit: limit }, context);
    const records = answer.records();
    if (records.length === 0 && answer.parts.millisBehindLatest === 0) break;
    all.push(...records);
    ShardIterator = answer.parts.nextShardIterator;
  }
  return all;
}
