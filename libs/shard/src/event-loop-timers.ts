import type { Timers } from '#lib/actor';

/** Node's own clock and event loop. None of its timers keeps a process alive. */
export const EVENT_LOOP_TIMERS: Timers = {
  now: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
  endOfTurn(task) {
    setImmediate(task);
  },
};
