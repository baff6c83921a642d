import type { Timers } from '#lib/actor';

/**
 * Where one waits for something that others tell of. What is told while nobody waits is not lost: the next wait is over
 * at once. A wait ends with the turn of the event loop in which it was told: answers to whoever put the records go first,
 * and what is told several times in a turn counts once.
 */
export class Wake {
  private isRaised = false;
  private awake: (() => void) | undefined;

  constructor(private readonly timers: Timers) {}

  raise(): void {
    this.isRaised = true;
    if (this.awake) this.timers.endOfTurn(this.awake);
    this.awake = undefined;
  }

  /** Resolves when it was raised since the last wait, at the latest after `mostMs`; soon, where that is past. One waits at a time. */
  async wait(mostMs: number): Promise<void> {
    if (!this.isRaised) await this.raisedWithin(mostMs);
    this.awake = undefined;
    this.isRaised = false;
  }

  private raisedWithin(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.timers.after(Math.max(0, mostMs), resolve);
      this.awake = () => {
        cancel();
        resolve();
      };
    });
  }
}
