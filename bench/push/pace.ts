import { setTimeout as delay } from 'node:timers/promises';

/**
 * Sends at a steady pace by the clock, whether answers come or not. What a timer that fires late has missed is sent at
 * once: the pace is kept, and the wait is nobody's latency.
 */
export async function atPace(
  send: (n: number) => void,
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
): Promise<void> {
  const startedAt = performance.now();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.ceil(((performance.now() - startedAt) * perSecond) / 1000));
    for (; sent < due; sent += 1) send(sent);
    await delay(1);
  }
}
