// How many lines refusals may write: whoever knocks at the door all day must not fill the disk.
//
// Invariants
// - Within a window an address gets PER_ADDRESS lines, and all together ALTOGETHER; what is left out is counted.
// - The counts are told when the window ends, and by `close`; between windows nothing is kept and no timer runs.
import type { Cancel, Timers } from '#lib/actor';

export const WINDOW_MS = 10_000;
export const PER_ADDRESS = 20;
export const ALTOGETHER = 500;

/** Stands for the addresses that came only when ALTOGETHER was reached. */
const OTHERS = '*';

/** Refusals that got no line of their own. */
export interface LeftOut {
  readonly sourceIp: string;
  readonly count: number;
}

export interface RefusalBudgetOptions {
  readonly timers: Timers;
  /** Hears at the end of a window of each address whose lines were not enough, and of all late ones as one. */
  readonly onLeftOut: (leftOut: LeftOut) => void;
}

export class RefusalBudget {
  private readonly addresses = new Map<string, { written: number; leftOut: number }>();
  private written = 0;
  private cancel: Cancel | undefined;

  constructor(private readonly options: RefusalBudgetOptions) {}

  /** Whether a refusal may write a line; where not, it is counted. */
  take(sourceIp: string): boolean {
    this.cancel ??= this.options.timers.after(WINDOW_MS, () => this.close());
    const isLate = this.written >= ALTOGETHER && !this.addresses.has(sourceIp);
    const address = this.addressOf(isLate ? OTHERS : sourceIp);
    const mayWrite = this.written < ALTOGETHER && address.written < PER_ADDRESS;
    if (mayWrite) {
      this.written += 1;
      address.written += 1;
    } else {
      address.leftOut += 1;
    }
    return mayWrite;
  }

  /** Ends the window. */
  close(): void {
    this.cancel?.();
    this.cancel = undefined;
    for (const [sourceIp, { leftOut: count }] of this.addresses)
      if (count > 0) this.options.onLeftOut({ sourceIp, count });
    this.addresses.clear();
    this.written = 0;
  }

  private addressOf(sourceIp: string): { written: number; leftOut: number } {
    let address = this.addresses.get(sourceIp);
    if (!address) {
      address = { written: 0, leftOut: 0 };
      this.addresses.set(sourceIp, address);
    }
    return address;
  }
}
