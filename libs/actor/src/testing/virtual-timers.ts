import type { Cancel, Timers } from '../timers.js';

/** More turns than any test needs at one instant: beyond them something wakes itself for ever. */
const MAX_TURNS = 100_000;

interface PendingTimer {
  readonly dueMs: number;
  readonly task: () => void;
}

/**
 * Time for tests and simulations: it stands still until it is advanced. Timers fire in order of their due time,
 * those of one instant in the order in which they were set; before each of them everything that can happen at that
 * instant has happened, promises included.
 */
export class VirtualTimers implements Timers {
  private nowMs = 0;
  private pending: PendingTimer[] = [];
  private turn: (() => void)[] = [];

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, task: () => void): Cancel {
    const timer = { dueMs: this.nowMs + delayMs, task };
    this.pending.push(timer);
    return () => {
      this.pending = this.pending.filter((other) => other !== timer);
    };
  }

  endOfTurn(task: () => void): void {
    this.turn.push(task);
  }

  /** Timers that were set and neither fired nor were cancelled. */
  get pendingTimers(): number {
    return this.pending.length;
  }

  /** Lets promises and ends of turns run until nothing more happens at this instant. @throws Error: it never rests. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < MAX_TURNS; turns += 1) {
      await allMicrotasks();
      if (this.turn.length === 0) return;
      const tasks = this.turn;
      this.turn = [];
      for (const task of tasks) task();
    }
    throw new Error(`no rest after ${MAX_TURNS} turns at ${this.nowMs} ms`);
  }

  /** Moves time on by `durationMs`, firing what falls due. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.nowMs + durationMs;
    await this.settle();
    for (let timer = this.takeDue(endMs); timer !== undefined; timer = this.takeDue(endMs)) {
      this.nowMs = timer.dueMs;
      timer.task();
      await this.settle();
    }
    this.nowMs = endMs;
  }

  private takeDue(untilMs: number): PendingTimer | undefined {
    let first: PendingTimer | undefined;
    for (const timer of this.pending) {
      if (timer.dueMs <= untilMs && (first === undefined || timer.dueMs < first.dueMs)) first = timer;
    }
    if (first !== undefined) this.pending = this.pending.filter((timer) => timer !== first);
    return first;
  }
}

/** The real event loop's next turn comes only when no promise is left to run. */
function allMicrotasks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
