/**
 * How many lines came in each of the last minutes.
 *
 * Invariant: `counts[m % RATE_WINDOW_MINUTES]` belongs to minute `m`, for every `m` of the window that ends with `minute`.
 */

/** The width of the sliding window. */
export const RATE_WINDOW_MINUTES = 10;

const MINUTE_MS = 60_000;

/** Mutable on purpose: owned by one fold. */
export interface RateRing {
  /** The latest minute in which a line came, counted from 1970; 0 before the first. */
  minute: number;
  readonly counts: number[];
}

export function emptyRateRing(): RateRing {
  return { minute: 0, counts: Array.from({ length: RATE_WINDOW_MINUTES }, () => 0) };
}

/** Counts a line; one from before the window is left out. */
export function countInRing(ring: RateRing, arrivalMs: number): void {
  addToMinute(ring, { minute: minuteOf(arrivalMs), lines: 1 });
}

/** Counts the lines of another ring. */
export function addRing(ring: RateRing, more: RateRing): void {
  for (const minute of minutesUpTo(more.minute))
    addToMinute(ring, { minute, lines: linesInMinute(more, minute) });
}

/** Lines in the window that ends with the minute of `nowMs`. */
export function linesInWindow(ring: RateRing, nowMs: number): number {
  return minutesUpTo(minuteOf(nowMs)).reduce((lines, minute) => lines + linesInMinute(ring, minute), 0);
}

/** Minutes since 1970. */
export function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS);
}

function addToMinute(ring: RateRing, { minute, lines }: { minute: number; lines: number }): void {
  if (minute <= ring.minute - RATE_WINDOW_MINUTES) return;
  const fresh = Math.min(minute - ring.minute, RATE_WINDOW_MINUTES);
  for (let back = 0; back < fresh; back += 1) ring.counts[slotOf(minute - back)] = 0;
  ring.minute = Math.max(ring.minute, minute);
  ring.counts[slotOf(minute)] = (ring.counts[slotOf(minute)] ?? 0) + lines;
}

function linesInMinute(ring: RateRing, minute: number): number {
  const isKept = minute <= ring.minute && minute > ring.minute - RATE_WINDOW_MINUTES;
  return isKept ? (ring.counts[slotOf(minute)] ?? 0) : 0;
}

/** The minutes of the window that ends with `last`, oldest first. */
function minutesUpTo(last: number): readonly number[] {
  const oldest = Math.max(0, last - RATE_WINDOW_MINUTES + 1);
  return Array.from({ length: last - oldest + 1 }, (_, step) => oldest + step);
}

function slotOf(minute: number): number {
  return minute % RATE_WINDOW_MINUTES;
}
