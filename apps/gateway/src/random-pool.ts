import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8192;

/**
 * Random bytes as `crypto.randomBytes` gives them, drawn from the system a pool at a time: each draw costs as much as the
 * rest of a small answer.
 *
 * Invariant: no byte is given twice, and what was given stays the caller's: a pool is not filled again, but replaced.
 */
export class RandomPool {
  private pool = Buffer.alloc(0);
  private taken = 0;

  /** @param count up to 8192. */
  readonly take = (count: number): Buffer => {
    if (this.taken + count > this.pool.length) {
      this.pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_BYTES));
      this.taken = 0;
    }
    this.taken += count;
    return this.pool.subarray(this.taken - count, this.taken);
  };
}
