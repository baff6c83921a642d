import type { LogPosition } from '#lib/kinesis';
import type { RecordBatch } from './record-frame.js';

/** A batch with the part of its place that its entry id holds. */
export interface LogBatch {
  readonly epoch: number;
  readonly second: number;
  readonly batch: RecordBatch;
}

/** Where the batch's first record lies. */
export function firstPlaceOf({ epoch, second, batch }: LogBatch): LogPosition {
  return { epoch, second, index: batch.firstIndex };
}

/** Where its last record lies: the place that its entry id names. */
export function lastPlaceOf({ epoch, second, batch }: LogBatch): LogPosition {
  return { epoch, second, index: batch.firstIndex + batch.count - 1 };
}

/** How many of the batch's records are at or after a place; the batch must not end before it. */
export function recordsFrom({ epoch, second, batch }: LogBatch, from: LogPosition): number {
  const isInside = epoch === from.epoch && second === from.second;
  return isInside ? Math.min(batch.count, batch.firstIndex + batch.count - from.index) : batch.count;
}
