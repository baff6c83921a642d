/**
 * The clock and the timers that the runtime needs. They are injected, so that a simulation can own time; the
 * runtime itself names no global.
 */
export interface Timers {
  /** Milliseconds of a clock that never goes back. Only differences are used. */
  now(): number;

  /** Runs `task` once, `delayMs` from now, and gives what cancels it. It must not keep a process alive. */
  after(delayMs: number, task: () => void): Cancel;

  /**
   * Runs `task` once, when everything that the present turn of the event loop brought has been handled:
   * `setImmediate` in Node. `ActorSystem` says why this is not a microtask.
   */
  endOfTurn(task: () => void): void;
}

/** Cancels a timer. Calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** Resolves `delayMs` from now. */
export function pause(timers: Timers, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(delayMs, resolve);
  });
}
