import { invalidArgument } from './errors.js';
import { LIMITS } from './limits.js';
import { isOpen, type Shard } from './shard.js';
import type { StreamDecisionContext } from './stream-decision-context.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';

const HOUR_MS = 3_600_000;

/**
 * Since when a stream's records are kept: the retention period ago, its creation, or where a shorter period ended once,
 * whichever is latest. Ms since 1970.
 */
export function trimHorizonMs(stream: Stream, nowMs: number): number {
  return Math.max(nowMs - stream.retentionHours * HOUR_MS, stream.createdAtMs, stream.horizonFloorMs);
}

/** When the shard began to take records. A first shard began with its stream. */
export function startedAtMs(stream: Stream, shard: Shard): number {
  return shard.parents.length === 0 ? stream.createdAtMs : shard.createdAtSecond * 1000;
}

/** Until when the shard took records, exclusive: its children begin there. Infinity while it is open. */
export function endedAtMs(shard: Shard): number {
  return shard.closedAtSecond === undefined ? Infinity : (shard.closedAtSecond + 1) * 1000;
}

/** Whether all that the shard ever held is past the retention period: it is not listed any more. */
export function isExpired(stream: Stream, shard: Shard, nowMs: number): boolean {
  return !isOpen(shard) && endedAtMs(shard) <= trimHorizonMs(stream, nowMs);
}

/**
 * Decides that records are kept longer. Those that have expired stay hidden. The present period is taken, and changes
 * nothing.
 *
 * Source: the API reference of IncreaseStreamRetentionPeriod; sentences recorded against AWS.
 *
 * @throws KinesisError InvalidArgumentException: shorter than the present period, or out of 24 to 8,760 hours;
 *   ResourceInUseException where the stream is not ACTIVE.
 */
export function decideIncreaseRetention(
  stream: Stream,
  retentionHours: number,
  context: StreamDecisionContext,
): readonly StreamEvent[] {
  checkHours(retentionHours);
  checkActive(stream, context.scope);
  if (retentionHours < stream.retentionHours)
    throw invalidArgument(
      `${requested(retentionHours)} for stream ${stream.name} can not be shorter than existing retention period ` +
        `(${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
    );
  return retentionChanged(stream, retentionHours, context);
}

/**
 * Decides that records are kept less long: older ones are hidden at once, and for ever. As `decideIncreaseRetention`
 * otherwise.
 */
export function decideDecreaseRetention(
  stream: Stream,
  retentionHours: number,
  context: StreamDecisionContext,
): readonly StreamEvent[] {
  checkHours(retentionHours);
  checkActive(stream, context.scope);
  if (retentionHours > stream.retentionHours)
    throw invalidArgument(
      `${requested(retentionHours)} for stream ${stream.name} can not be longer than existing retention period ` +
        `(${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
    );
  return retentionChanged(stream, retentionHours, context);
}

function checkHours(hours: number): void {
  const { retentionHours: shortest, longestRetentionHours: longest } = LIMITS;
  if (hours < shortest)
    throw invalidArgument(
      `Minimum allowed retention period is ${shortest} hours. ${requested(hours)} is too short.`,
    );
  if (hours > longest)
    throw invalidArgument(
      `Maximum allowed retention period is ${longest} hours. ${requested(hours)} is too long.`,
    );
}

const requested = (hours: number) => `Requested retention period (${hours} hours)`;

function retentionChanged(
  stream: Stream,
  retentionHours: number,
  { nowMs }: StreamDecisionContext,
): readonly StreamEvent[] {
  if (retentionHours === stream.retentionHours) return [];
  const shorter = { ...stream, retentionHours: Math.min(retentionHours, stream.retentionHours) };
  const horizonFloorMs = trimHorizonMs(shorter, nowMs);
  const { id: streamId } = stream;
  return [{ type: 'RetentionPeriodChanged', streamId, retentionHours, horizonFloorMs, atMs: nowMs }];
}
