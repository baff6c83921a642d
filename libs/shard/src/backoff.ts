/** Pauses that double, so that whoever waits for the same thing comes back at different times, and not for ever. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The pause before another try: `firstMs` × 2^triesBefore, at most `maxMs`, less up to a half by chance.
 *
 * @param random 0 up to, not including, 1.
 */
export function backoffMs(
  backoff: Backoff,
  { triesBefore, random }: { readonly triesBefore: number; readonly random: number },
): number {
  return Math.min(backoff.maxMs, backoff.firstMs * 2 ** triesBefore) * (1 - random / 2);
}
