import {
  invalidArgument,
  notActive,
  resourceNotFound,
  streamNotFound,
  type AccountScope,
  type ShardIterator,
  type Stream,
} from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';

/** The members by which nearly every request names its stream. */
export interface StreamAddress {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
  readonly StreamId?: string | undefined;
}

/**
 * The stream that a request means.
 *
 * @throws KinesisError InvalidArgumentException where it names none or two; ResourceNotFoundException.
 */
export function addressedStream(address: StreamAddress, { catalogue }: OperationContext): Stream {
  return catalogue.stream({
    streamName: address.StreamName,
    streamArn: address.StreamARN,
    streamId: address.StreamId,
  });
}

/**
 * The stream whose records a request puts or reads. One that is still CREATING has none: AWS says it is not found.
 *
 * @throws KinesisError as `addressedStream`.
 */
export function streamWithRecords(address: StreamAddress, context: OperationContext): Stream {
  const stream = addressedStream(address, context);
  if (stream.status === 'CREATING') throw streamNotFound(stream.name, context.scope);
  return stream;
}

/** The stream of a shard iterator, which the request may name again. @throws KinesisError as `addressedStream`. */
export function streamOfIterator(
  {
    shard,
    StreamARN,
    StreamId,
  }: Pick<ShardIterator, 'shard'> & Pick<StreamAddress, 'StreamARN' | 'StreamId'>,
  context: OperationContext,
): Stream {
  const stream = context.catalogue.stream({ streamId: shard.streamId });
  if (StreamARN === undefined && StreamId === undefined) return stream;
  const named = addressedStream({ StreamARN, StreamId }, context);
  if (named.id === stream.id) return stream;
  throw invalidArgument(
    `The ShardIterator belongs to stream ${stream.name}, the request names stream ${named.name}.`,
  );
}

/**
 * Checks that a listing means this incarnation of the stream, and that there is something to list. Clients send the creation
 * time as they got it, some of them without its fraction.
 *
 * @throws KinesisError ResourceInUseException where it is CREATING; ResourceNotFoundException.
 */
export function checkIncarnation(
  stream: Stream,
  { presentedMs, scope }: { readonly presentedMs: number | undefined; readonly scope: AccountScope },
): void {
  if (stream.status === 'CREATING') throw notActive(stream, scope);
  if (presentedMs === undefined) return;
  if (Math.floor(presentedMs / 1000) === Math.floor(stream.createdAtMs / 1000)) return;
  throw resourceNotFound(
    `Stream ${stream.name} under account ${scope.accountId} not found with StreamCreationTimestamp ${presentedMs / 1000}.`,
  );
}
