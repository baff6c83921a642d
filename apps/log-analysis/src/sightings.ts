/**
 * How often, when and how severe the lines of a template were.
 *
 * Invariants: the levels add up to `count`; time is the records' arrival time and never the host's clock, so that a replay
 * gives the same; adding is commutative, but for the minutes that have left the window.
 */
import type { LogLevel } from './log-level.js';
import { addRing, countInRing, emptyRateRing, type RateRing } from './rate-ring.js';

/** Mutable on purpose: owned by one fold. */
export interface Sightings {
  count: number;
  /** Arrival of the first and the last line, in milliseconds since 1970. */
  firstMs: number;
  lastMs: number;
  readonly levels: Partial<Record<LogLevel, number>>;
  readonly rate: RateRing;
}

/** Nothing seen yet. */
export function noSightings(): Sightings {
  return { count: 0, firstMs: 0, lastMs: 0, levels: {}, rate: emptyRateRing() };
}

/** Counts one line. */
export function countSighting(
  sightings: Sightings,
  line: { readonly level: LogLevel; readonly arrivalMs: number },
): void {
  extend(sightings, line.arrivalMs, line.arrivalMs);
  sightings.count += 1;
  sightings.levels[line.level] = (sightings.levels[line.level] ?? 0) + 1;
  countInRing(sightings.rate, line.arrivalMs);
}

/** Counts everything that `more` counted. */
export function addSightings(sightings: Sightings, more: Sightings): void {
  if (more.count === 0) return;
  extend(sightings, more.firstMs, more.lastMs);
  sightings.count += more.count;
  for (const [level, count] of Object.entries(more.levels) as [LogLevel, number][]) {
    sightings.levels[level] = (sightings.levels[level] ?? 0) + count;
  }
  addRing(sightings.rate, more.rate);
}

function extend(sightings: Sightings, firstMs: number, lastMs: number): void {
  const isFirst = sightings.count === 0;
  sightings.firstMs = isFirst ? firstMs : Math.min(sightings.firstMs, firstMs);
  sightings.lastMs = isFirst ? lastMs : Math.max(sightings.lastMs, lastMs);
}
