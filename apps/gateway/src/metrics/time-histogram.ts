import type { Distribution } from '#lib/bootstrap';

/** In milliseconds: from an answer out of memory up to the age of records that soon expire. */
const BOUNDARIES_MS: readonly number[] = [
  0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000,
];

/** How often a time was how long. */
export class TimeHistogram implements Distribution {
  readonly boundaries = BOUNDARIES_MS;
  readonly counts: number[] = BOUNDARIES_MS.map(() => 0).concat(0);
  count = 0;
  sum = 0;

  /** @param ms a bucket holds what is up to its boundary, itself included. */
  record(ms: number): void {
    let bucket = 0;
    while (bucket < BOUNDARIES_MS.length && ms > (BOUNDARIES_MS[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.count += 1;
    this.sum += ms;
  }
}
