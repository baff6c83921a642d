import { comparePositions, type LogPosition } from '#lib/kinesis';
import { lastPlaceOf, recordsFrom, type LogBatch, type LogRead, type LogReadRequest } from '#lib/ports';

/**
 * What a part of a log answers, whose batches follow each other without a gap: those from the one that holds the first
 * record at or after `from`, which must not lie before the part. `isAtTip` says that the part was read to its end.
 *
 * @returns undefined where nothing of the part is behind `from`.
 */
export function readStretch(
  batches: readonly LogBatch[],
  { from, maxBytes, maxRecords = Infinity }: LogReadRequest,
): LogRead | undefined {
  const start = search(batches, from);
  if (start === batches.length) return undefined;
  let end = start;
  let bytes = 0;
  let records = 0;
  do {
    const read = batches[end] as LogBatch;
    bytes += read.batch.body.length;
    records += recordsFrom(read, from);
    end += 1;
  } while (end < batches.length && bytes < maxBytes && records < maxRecords);
  return { batches: batches.slice(start, end), isAtTip: end === batches.length, isSealed: false };
}

/** By bisection, the place of the first batch that ends at or after the position. */
function search(batches: readonly LogBatch[], from: LogPosition): number {
  let low = 0;
  let high = batches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const batch = batches[middle];
    if (batch !== undefined && comparePositions(lastPlaceOf(batch), from) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
