import { isOpen, type Shard } from './shard.js';
import type { Stream } from './stream.js';

const HOUR_MS = 3_600_000;

/**
 * Since when a stream's records are kept: the retention period ago, its creation, or where a shorter
 * period ended once, whichever is latest. Ms since 1970. */
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
