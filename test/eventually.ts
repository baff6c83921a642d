import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 10_000;
const PAUSE_MS = 5;

/**
 * Waits until a claim about something that goes on by itself becomes true, and returns what it gave.
 *
 * @throws what the claim threw last, or that it never became true, when the deadline has passed.
 */
export async function eventually<T>(claim: () => T | Promise<T>, deadlineMs = DEADLINE_MS): Promise<T> {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const isLast = performance.now() >= giveUpAt;
    try {
      const value = await claim();
      if (value !== false) return value;
      if (isLast) throw new Error(`not true within ${deadlineMs} ms: ${claim.toString()}`);
    } catch (error) {
      if (isLast) throw error;
    }
    await delay(PAUSE_MS);
  }
}
