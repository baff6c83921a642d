import { LIMITS, resolveShard } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import {
  describedSettings,
  describedShard,
  describedStream,
  listedShards,
} from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Describes a stream with a page of its shards: 100 by default and at most, whatever Limit says.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function describeStream(
  input: KinesisApi.DescribeStreamInput,
  context: OperationContext,
): KinesisApi.DescribeStreamOutput {
  const { scope, clock } = context;
  const stream = addressedStream(input, context);
  const { Limit = LIMITS.shardsPerDescribe, ExclusiveStartShardId } = input;
  const pageSize = Math.min(Limit, LIMITS.shardsPerDescribe);
  const behind =
    ExclusiveStartShardId === undefined ? -1 : resolveShard(stream, ExclusiveStartShardId, scope).number;
  const shards = listedShards(stream, clock.nowMs()).filter((shard) => shard.number > behind);
  return {
    StreamDescription: {
      ...describedStream(stream, scope),
      ...describedSettings(stream),
      Shards: shards.slice(0, pageSize).map(describedShard),
      HasMoreShards: shards.length > pageSize,
    },
  };
}
