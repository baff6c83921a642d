// How many bytes of request bodies the process holds: those that arrive, and those whose request is not answered yet.
//
// Invariants: neither the process nor a client holds more than its budget; a client that holds nothing is not remembered.
import { clientOf } from './front/connections-per-address.js';

export interface BodyBudgetOptions {
  /** Of all clients together, in bytes. */
  readonly bytes: number;
  /** Of one IPv4 address, or one /64 of IPv6, in bytes. */
  readonly bytesPerAddress: number;
}

export class BodyBudget {
  #held = 0;
  readonly #perClient = new Map<string, number>();

  constructor(private readonly options: BodyBudgetOptions) {}

  /** What one request holds: nothing yet. */
  open(address: string): HeldBytes {
    const client = clientOf(address);
    return new HeldBytes((bytes) => this.#change(client, bytes));
  }

  /** @returns whether there was room; nothing changed where there was none. */
  #change(client: string, bytes: number): boolean {
    const ofClient = (this.#perClient.get(client) ?? 0) + bytes;
    const ofAll = this.#held + bytes;
    if (bytes > 0 && (ofClient > this.options.bytesPerAddress || ofAll > this.options.bytes)) return false;
    this.#held = ofAll;
    if (ofClient > 0) this.#perClient.set(client, ofClient);
    else this.#perClient.delete(client);
    return true;
  }
}

/** What one request holds of the budget. It is given back when the request was answered and its answer is away. */
export class HeldBytes {
  #bytes = 0;
  #isAnswered = false;
  #isClosed = false;

  constructor(private readonly change: (bytes: number) => boolean) {}

  /** Holds so many more. @returns whether the budget has them. */
  take(bytes: number): boolean {
    if (!this.change(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
    this.change(-bytes);
  }

  giveAllBack(): void {
    this.giveBack(this.#bytes);
  }

  /** The handler has ended; a client that is still there may not have its answer yet. */
  answered(): void {
    this.#isAnswered = true;
    if (this.#isClosed) this.giveAllBack();
  }

  /** The answer is away, or the client is; a handler may still be at work with the body. */
  closed(): void {
    this.#isClosed = true;
    if (this.#isAnswered) this.giveAllBack();
  }
}
