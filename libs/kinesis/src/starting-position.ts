import { invalidArgument, type KinesisError } from './errors.js';
import { after, comparePositions, LAST_INDEX, LOG_START, type LogPosition } from './log-position.js';
import { parseSequenceNumber, type SequenceNumber } from './sequence-number.js';
import { shardIdOf, type Shard } from './shard.js';
import type { AccountScope } from './stream-arn.js';
import type { Stream } from './stream.js';
import { unreachable } from './unreachable.js';

/** Where a reader begins. Source: Kinesis service model, StartingPosition and ShardIteratorType. */
export type StartingPosition =
  | { readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: SequenceNumber }
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number };

export type StartingPositionType = StartingPosition['type'];

/** A starting position as GetShardIterator says it, not yet checked. */
export interface StartingPositionRequest {
  readonly type: StartingPositionType;
  readonly startingSequenceNumber?: string | undefined;
  readonly timestampMs?: number | undefined;
}

/** What there is to find out before an iterator can be made: nothing, the log's tip, or the place of a time. */
export type StartingPlace =
  | { readonly type: 'position'; readonly position: LogPosition }
  | { readonly type: 'tip' }
  | { readonly type: 'time'; readonly timestampMs: number };

export interface StartingPositionContext {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly scope: AccountScope;
  readonly nowMs: number;
  /** Who asks, for the sentence; GetShardIterator by default. */
  readonly operation?: string;
}

/**
 * Decides where reading begins.
 *
 * Source: the API reference of GetShardIterator; sentences recorded against AWS.
 *
 * @throws KinesisError InvalidArgumentException: a sequence number missing, given in vain, malformed, of another shard or
 *   of another incarnation of the stream; a timestamp missing or in the future.
 */
export function decideStartingPosition(
  request: StartingPositionRequest,
  context: StartingPositionContext,
): StartingPlace {
  switch (request.type) {
    case 'AT_SEQUENCE_NUMBER':
      return position(placeNamed(request, context));
    case 'AFTER_SEQUENCE_NUMBER':
      return position(behind(placeNamed(request, context)));
    case 'TRIM_HORIZON':
      refuseSequenceNumber(request);
      return position(LOG_START);
    case 'LATEST':
      refuseSequenceNumber(request);
      return { type: 'tip' };
    case 'AT_TIMESTAMP':
      refuseSequenceNumber(request);
      return { type: 'time', timestampMs: pastTime(request.timestampMs, context.nowMs) };
    default:
      return unreachable(request.type);
  }
}

const position = (place: LogPosition): StartingPlace => ({ type: 'position', position: place });

/** The place of the record with the starting sequence number. */
function placeNamed(request: StartingPositionRequest, context: StartingPositionContext): LogPosition {
  const { startingSequenceNumber: text } = request;
  if (text === undefined) throw mismatched(request, 'no StartingSequenceNumber');
  const fields = parseSequenceNumber(text);
  if (!fields) throw invalidNumber(text, { ...context, why: '' });
  const { shard } = context;
  if (fields.shardNumber !== shard.number) {
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${shardIdOf(fields.shardNumber)}, ` +
        `while it was used in a call to a shard with ${shardIdOf(shard.number)}`,
    );
  }
  if (fields.shardCreatedAtSecond !== shard.createdAtSecond)
    throw invalidNumber(text, { ...context, why: ' because it did not come from this stream' });
  return { epoch: fields.epoch, second: fields.second, index: fields.index };
}

/** Behind a shard's starting number, which is no record's, its log begins; behind its ending number there is nothing. */
function behind(place: LogPosition): LogPosition {
  if (comparePositions(place, LOG_START) < 0) return LOG_START;
  return place.index === LAST_INDEX ? place : after(place);
}

function refuseSequenceNumber(request: StartingPositionRequest): void {
  if (request.startingSequenceNumber !== undefined)
    throw mismatched(request, 'also a StartingSequenceNumber');
}

function pastTime(timestampMs: number | undefined, nowMs: number): number {
  if (timestampMs === undefined) {
    throw invalidArgument(
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. ' +
        'Current request has no timestamp parameter.',
    );
  }
  if (timestampMs > nowMs) {
    throw invalidArgument(
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${timestampMs}, currentTimestampInMillis: ${nowMs}`,
    );
  }
  return timestampMs;
}

function mismatched(request: StartingPositionRequest, found: string): KinesisError {
  return invalidArgument(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${request.type} and ${found}.`,
  );
}

function invalidNumber(
  text: string,
  context: StartingPositionContext & { readonly why: string },
): KinesisError {
  const { stream, shard, scope, operation = 'GetShardIterator', why } = context;
  return invalidArgument(
    `StartingSequenceNumber ${text} used in ${operation} on shard ${shardIdOf(shard.number)} in stream ` +
      `${stream.name} under account ${scope.accountId} is invalid${why}.`,
  );
}
