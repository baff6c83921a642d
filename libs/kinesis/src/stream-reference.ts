import { streamNamed, type Account } from './account.js';
import { invalidArgument, resourceNotFound, type KinesisError } from './errors.js';
import { parseShardId, shardIdOf, type Shard } from './shard.js';
import { parseStreamArn, type AccountScope } from './stream-arn.js';
import type { StreamId } from './stream-id.js';
import type { Stream } from './stream.js';

/** A stream as requests name it: by name, by ARN, by both, or by the id of its incarnation; all of them must agree. */
export interface StreamReference {
  readonly streamName?: string | undefined;
  readonly streamArn?: string | undefined;
  readonly streamId?: string | undefined;
}

/**
 * The stream that a request means.
 *
 * @throws KinesisError InvalidArgumentException where it names none, or two; ResourceNotFoundException where there is
 *   none of that name in this account and region, or it is another incarnation.
 */
export function resolveStream(account: Account, reference: StreamReference, scope: AccountScope): Stream {
  const { streamId } = reference;
  const name = nameIn(reference, scope);
  const stream = name === undefined ? account.streams.get(streamId as StreamId) : streamNamed(account, name);
  if (!stream) throw streamNotFound(name ?? `with id ${streamId}`, scope);
  if (streamId !== undefined && stream.id !== streamId) {
    throw resourceNotFound(
      `Stream ${stream.name} under account ${scope.accountId} not found with StreamId ${streamId}.`,
    );
  }
  return stream;
}

/** Undefined where the request has only an id. */
function nameIn(
  { streamName, streamArn, streamId }: StreamReference,
  scope: AccountScope,
): string | undefined {
  if (streamArn === undefined) {
    if (streamName === undefined && streamId === undefined)
      throw invalidArgument('Either StreamName or StreamARN must be provided.');
    return streamName;
  }
  const named = parseStreamArn(streamArn);
  if (!named) throw invalidArgument(`StreamARN ${streamArn} is not the ARN of a stream.`);
  if (streamName !== undefined && streamName !== named.name)
    throw invalidArgument(`StreamName ${streamName} and StreamARN ${streamArn} name two streams.`);
  if (named.accountId !== scope.accountId || named.region !== scope.region)
    throw streamNotFound(named.name, named);
  return named.name;
}

/** Source of the sentence: recorded against AWS. */
export function streamNotFound(name: string, scope: AccountScope): KinesisError {
  return resourceNotFound(`Stream ${name} under account ${scope.accountId} not found.`);
}

/**
 * The shard that a request means; short ids (`shardId-1`, `1`) are taken, as AWS does.
 *
 * @throws KinesisError ResourceNotFoundException.
 */
export function resolveShard(stream: Stream, shardId: string, scope: AccountScope): Shard {
  const inStream = `in stream ${stream.name} under account ${scope.accountId}`;
  const number = parseShardId(shardId);
  if (number === undefined) throw resourceNotFound(`Could not find shard ${shardId} ${inStream}.`);
  const shard = stream.shards[number];
  if (!shard) throw resourceNotFound(`Shard ${shardIdOf(number)} ${inStream} does not exist`);
  return shard;
}
