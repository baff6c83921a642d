/** Pauses that double, so that whoever waits for the same thing comes back at different times, and not for ever. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Greatest part of the pause that chance takes away, 0 to 1. */
  readonly jitter: number;
}

/**
 * The pause before another try: `firstMs` × 2^triesBefore, at most `maxMs`, less a random part.
 *
 * @param random 0 up to, not including, 1.
 */
export function backoffMs(
  { firstMs, maxMs, jitter }: Backoff,
  { triesBefore, random }: { readonly triesBefore: number; readonly random: number },
): number {
  return Math.min(maxMs, firstMs * 2 ** triesBefore) * (1 - jitter * random);
}
