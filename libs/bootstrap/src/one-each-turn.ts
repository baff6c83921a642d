/**
 * Does work that takes long one piece in each turn of the event loop, in the order it came: between two pieces everybody
 * else is served, and what a socket has to say is read.
 *
 * Invariant: while something waits, a turn is under way that will do the first of it.
 */
export class OneEachTurn {
  readonly #waiting: (() => void)[] = [];

  add(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length === 1) setImmediate(() => this.#turn());
  }

  #turn(): void {
    const [work] = this.#waiting;
    try {
      work?.();
    } finally {
      this.#waiting.shift();
      if (this.#waiting.length > 0) setImmediate(() => this.#turn());
    }
  }
}
