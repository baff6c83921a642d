import {
  consumerArnOf,
  isOfArn,
  openPageToken,
  openShardIterator,
  parseConsumerArn,
  parseStreamArn,
  streamArnOf,
  streamNamed,
  type AccountScope,
  type Stream,
  type StreamId,
  type StreamName,
} from '#lib/kinesis';
import type { OperationName } from '#lib/wire';
import type { ConsumerAddress } from '../streams/addressed-consumer.js';
import type { StreamAddress } from '../streams/addressed-stream.js';
import type { OperationContext } from '../operation-context.js';

/** What a call is about. */
export interface CallResource {
  /** The ARN as this installation writes it, whatever the request wrote; `*` where the call is about the account. */
  readonly arn: string;
  /** The resource's own policy, as JSON; undefined where it has none, or is not there. */
  readonly policy?: string | undefined;
}

export interface NamedCall {
  readonly operation: OperationName;
  /** What the operation takes. */
  readonly input: unknown;
}

/** What a call is about is read from these; the same that the operation will read. */
export type ResourceContext = Pick<OperationContext, 'catalogue' | 'scope' | 'seal' | 'clock'>;

/**
 * The resource of a call: a stream, also where an iterator or a token stands for it, a consumer, or the account. One that does
 * not exist has the ARN that it would have, so that a refusal says nothing about what exists. Where the name cannot be known
 * (an id that nobody has), `*` stands in its place: only who may act on all of them goes on.
 *
 * @throws KinesisError where an iterator or a token cannot be used, as the operation itself would.
 */
export function resourceOfCall({ operation, input }: NamedCall, context: ResourceContext): CallResource {
  return RULES[operation](input as never, context);
}

type ResourceRule = (input: never, context: ResourceContext) => CallResource;

/** Every operation has a row: one without does not compile. Source: AWS, actions and resources of Kinesis. */
const RULES: Readonly<Record<OperationName, ResourceRule>> = {
  AddTagsToStream: ofStream,
  CreateChannel: ofNewChannel,
  CreateStream: ofStream,
  DecreaseStreamRetentionPeriod: ofStream,
  DeleteChannel: ofChannel,
  DeleteResourcePolicy: ofResource,
  DeleteStream: ofStream,
  DeregisterStreamConsumer: ofConsumer,
  DescribeAccountSettings: ofAccount,
  DescribeChannel: ofChannel,
  DescribeLimits: ofAccount,
  DescribeStream: ofStream,
  DescribeStreamConsumer: ofConsumer,
  DescribeStreamSummary: ofStream,
  DisableEnhancedMonitoring: ofStream,
  EnableEnhancedMonitoring: ofStream,
  GetRecords: ofIterator,
  GetResourcePolicy: ofResource,
  GetShardIterator: ofStream,
  IncreaseStreamRetentionPeriod: ofStream,
  ListChannels: ofAccount,
  ListShards: ofStreamOrToken,
  ListStreamConsumers: ofStream,
  ListStreams: ofAccount,
  ListTagsForResource: ofResource,
  ListTagsForStream: ofStream,
  MergeShards: ofStream,
  PutRecord: ofStream,
  PutRecords: ofStream,
  PutResourcePolicy: ofResource,
  RegisterStreamConsumer: ofStream,
  RemoveTagsFromStream: ofStream,
  SplitShard: ofStream,
  StartStreamEncryption: ofStream,
  StopStreamEncryption: ofStream,
  SubscribeToShard: ofConsumer,
  TagResource: ofResource,
  UntagResource: ofResource,
  UpdateAccountSettings: ofAccount,
  UpdateChannel: ofChannel,
  UpdateMaxRecordSize: ofStream,
  UpdateShardCount: ofStream,
  UpdateStreamMode: ofStream,
  UpdateStreamRecordDistributionStrategy: ofStream,
  UpdateStreamWarmThroughput: ofStream,
};

/** Stands for a name that cannot be known. */
const ANY = '*';

function ofAccount(): CallResource {
  return { arn: ANY };
}

/** By the same member that the operation will go by: the ARN, else the name, else the id. */
function ofStream(
  { StreamARN, StreamName, StreamId }: StreamAddress,
  context: ResourceContext,
): CallResource {
  if (StreamARN !== undefined) return ofStreamArn(StreamARN, context);
  const { scope } = context;
  if (StreamName !== undefined) return ofNamedStream({ ...scope, name: StreamName as StreamName }, context);
  const stream = context.catalogue.account().streams.get(StreamId as StreamId);
  return stream ? ofExistingStream(stream, scope) : { arn: streamArnOf(scope, ANY as StreamName) };
}

function ofStreamArn(arn: string, context: ResourceContext): CallResource {
  const named = parseStreamArn(arn);
  return named ? ofNamedStream(named, context) : { arn };
}

type NamedStream = AccountScope & { readonly name: StreamName };

function ofNamedStream(named: NamedStream, context: ResourceContext): CallResource {
  const stream = ownStream(named, context);
  return stream ? ofExistingStream(stream, context.scope) : { arn: streamArnOf(named, named.name) };
}

function ofExistingStream({ name, policy }: Stream, scope: AccountScope): CallResource {
  return { arn: streamArnOf(scope, name), policy };
}

/** Undefined where there is none in this account and region. */
function ownStream({ accountId, region, name }: NamedStream, context: ResourceContext): Stream | undefined {
  const { scope, catalogue } = context;
  if (accountId !== scope.accountId || region !== scope.region) return undefined;
  return streamNamed(catalogue.account(), name);
}

/** Where the request names a stream as well, the operation sees to it that it is the iterator's. */
function ofIterator(
  { ShardIterator, StreamARN }: { readonly ShardIterator: string; readonly StreamARN?: string },
  context: ResourceContext,
): CallResource {
  if (StreamARN !== undefined) return ofStreamArn(StreamARN, context);
  const { shard } = openShardIterator(context.seal, ShardIterator, context.clock.nowMs());
  return ofExistingStream(context.catalogue.stream({ streamId: shard.streamId }), context.scope);
}

/** As with an iterator. */
function ofStreamOrToken(
  input: StreamAddress & { readonly NextToken?: string | undefined },
  context: ResourceContext,
): CallResource {
  const { NextToken: token, StreamId } = input;
  if (token === undefined || StreamId !== undefined) return ofStream(input, context);
  const { next } = openPageToken(context.seal, 'ListShards', { token, nowMs: context.clock.nowMs() });
  return ofExistingStream(context.catalogue.stream({ streamId: String(next.streamId) }), context.scope);
}

function ofConsumer(address: ConsumerAddress, context: ResourceContext): CallResource {
  const { ConsumerARN, ConsumerName, ...streamAddress } = address;
  if (ConsumerARN !== undefined) return ofConsumerArn(ConsumerARN, context);
  const { arn } = ofStream(streamAddress, context);
  const named = parseStreamArn(arn);
  const stream = named && ownStream(named, context);
  const consumer = stream?.consumers.find(({ name }) => name === ConsumerName);
  if (!stream || !consumer) return { arn: `${arn}/consumer/${ConsumerName ?? ''}:${ANY}` };
  return { arn: consumerArnOf(context.scope, stream.name, consumer), policy: consumer.policy };
}

function ofConsumerArn(arn: string, context: ResourceContext): CallResource {
  const named = parseConsumerArn(arn);
  if (!named) return { arn };
  const { streamName, consumerName, createdAtSecond } = named;
  const stream = ownStream({ ...named, name: streamName }, context);
  return {
    arn: consumerArnOf(named, streamName, { name: consumerName, createdAtMs: createdAtSecond * 1000 }),
    policy: stream?.consumers.find((consumer) => isOfArn(consumer, named))?.policy,
  };
}

/** A stream or a consumer; anything else has no policy, and the operation refuses it. */
function ofResource(
  { ResourceARN }: { readonly ResourceARN: string },
  context: ResourceContext,
): CallResource {
  return parseConsumerArn(ResourceARN)
    ? ofConsumerArn(ResourceARN, context)
    : ofStreamArn(ResourceARN, context);
}

function ofChannel({ ChannelARN }: { readonly ChannelARN: string }): CallResource {
  return { arn: ChannelARN };
}

function ofNewChannel(
  { ChannelName }: { readonly ChannelName: string },
  { scope }: ResourceContext,
): CallResource {
  return { arn: `arn:aws:kinesis:${scope.region}:${scope.accountId}:channel/${ChannelName}` };
}
