import {
  DEFAULT_SHARD_FILTER,
  invalidArgument,
  LIMITS,
  listShards as pageOfShards,
  openPageToken,
  parseShardFilter,
  resolveShard,
  resourceNotFound,
  sealPageToken,
  type ShardFilter,
  type StreamId,
} from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream, checkIncarnation } from '../streams/addressed-stream.js';
import { describedShard } from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';

const OPERATION = 'ListShards';

/** What a listing is of: the first page's request says it, and the token carries it to the following ones. */
interface Listing {
  readonly streamId: StreamId;
  readonly filter: ShardFilter;
  readonly behind?: number | undefined;
}

/**
 * Lists a stream's shards that pass a filter, a page at a time: 1,000 by default and at most, whatever MaxResults says.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   ExpiredNextTokenException.
 */
export function listShards(
  input: KinesisApi.ListShardsInput,
  context: OperationContext,
): KinesisApi.ListShardsOutput {
  const nowMs = context.clock.nowMs();
  const listing = input.NextToken === undefined ? begun(input, context) : continued(input, context);
  const stream = context.catalogue.stream({ streamId: listing.streamId });
  const { shards, hasMore } = pageOfShards(stream, {
    filter: listing.filter,
    exclusiveStartShardNumber: listing.behind,
    maxResults: Math.min(input.MaxResults ?? LIMITS.shardsPerList, LIMITS.shardsPerList),
    nowMs,
  });
  const next = { ...listing, behind: shards.at(-1)?.number };
  return {
    Shards: shards.map(describedShard),
    NextToken: hasMore ? sealPageToken(context.seal, OPERATION, { next, issuedAtMs: nowMs }) : undefined,
  };
}

function begun(input: KinesisApi.ListShardsInput, context: OperationContext): Listing {
  const { StreamName, StreamARN, StreamId, ShardFilter, ExclusiveStartShardId } = input;
  if (StreamName === undefined && StreamARN === undefined && StreamId === undefined)
    throw invalidArgument('Either NextToken, StreamName or StreamARN must be provided.');
  const stream = addressedStream(input, context);
  checkIncarnation(stream, { presentedMs: input.StreamCreationTimestamp, scope: context.scope });
  return {
    streamId: stream.id,
    filter: ShardFilter === undefined ? DEFAULT_SHARD_FILTER : filterOf(ShardFilter),
    behind:
      ExclusiveStartShardId === undefined
        ? undefined
        : resolveShard(stream, ExclusiveStartShardId, context.scope).number,
  };
}

function filterOf(filter: KinesisApi.ShardFilter): ShardFilter {
  return parseShardFilter({
    type: filter.Type,
    shardId: filter.ShardId,
    timestampMs: filter.Timestamp,
  });
}

/** Members that the token already stands for. Source: Kinesis service model, ListShardsInput.NextToken. */
const IN_TOKEN = ['StreamName', 'StreamARN', 'ExclusiveStartShardId', 'StreamCreationTimestamp'] as const;

function continued(input: KinesisApi.ListShardsInput, context: OperationContext): Listing {
  const { NextToken: token = '', StreamId } = input;
  for (const member of IN_TOKEN) {
    if (input[member] !== undefined)
      throw invalidArgument(`NextToken and ${member} cannot be provided together.`);
  }
  const page = openPageToken(context.seal, OPERATION, { token, nowMs: context.clock.nowMs() });
  const listing = page.next as unknown as Listing;
  if (StreamId !== undefined && StreamId !== listing.streamId)
    throw resourceNotFound(`The NextToken belongs to another stream than StreamId ${StreamId}.`);
  return listing;
}
