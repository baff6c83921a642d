import type { HeldBytes } from './body-budget.js';
import { RequestBodyRefusal } from './request-body-refusal.js';

/** A body beyond this is large: whoever may not send one hears so before the rest of it is read. In bytes. */
export const LARGE_BODY_BYTES = 64 * 1024;
const LARGEST_BLOCK_BYTES = 4 * 1024 * 1024;

export interface ArrivingBodyOptions {
  readonly held: HeldBytes;
  /** Its length, where the client said it. */
  readonly expectedBytes?: number | undefined;
  /** The most that it may have. */
  readonly limitBytes: number;
  readonly tooLarge: () => Error;
  /** Called once, before more of a large body is kept. @throws where it may not be large. */
  readonly beforeLarge: () => void;
}

/**
 * A body as it comes, copied into blocks that grow with it: parts of a few bytes would otherwise keep alive what they came
 * in, or cost more than themselves.
 *
 * Invariant: what its blocks take in memory is what it holds of the budget.
 */
export class ArrivingBody {
  readonly #blocks: Buffer[] = [];
  #capacity = 0;
  #length = 0;
  #isAllowedLarge = false;

  constructor(private readonly options: ArrivingBodyOptions) {}

  /** Refuses what the client has announced, before a byte of it is there. @throws as `add`. */
  expect(): void {
    this.#allow(this.options.expectedBytes ?? 0);
  }

  /** @throws RequestBodyRefusal where nobody has memory for it; what `tooLarge` gives; what `beforeLarge` throws. */
  add(part: Buffer): void {
    this.#allow(this.#length + part.length);
    for (let from = 0; from < part.length;) {
      if (this.#length === this.#capacity) this.#grow(part.length - from);
      const block = this.#blocks.at(-1) as Buffer;
      const copied = part.copy(block, block.length - (this.#capacity - this.#length), from);
      this.#length += copied;
      from += copied;
    }
  }

  /** All of it; nothing may be added any more. */
  bytes(): Buffer {
    const [first = EMPTY, ...others] = this.#blocks;
    if (others.length === 0) return first.subarray(0, this.#length);
    const all = Buffer.concat(this.#blocks, this.#length);
    this.options.held.giveBack(this.#capacity - this.#length);
    return all;
  }

  #allow(length: number): void {
    const { limitBytes, tooLarge, beforeLarge } = this.options;
    if (length > LARGE_BODY_BYTES && !this.#isAllowedLarge) {
      beforeLarge();
      this.#isAllowedLarge = true;
    }
    if (length > limitBytes) throw tooLarge();
  }

  /** As much again as came by now, but no more than the client has announced: nearly every body is one block. */
  #grow(needed: number): void {
    const { held, expectedBytes = 0 } = this.options;
    const announced = expectedBytes - this.#capacity;
    const wanted =
      announced > 0 ? Math.max(announced, needed) : Math.max(this.#capacity, needed, FIRST_BLOCK_BYTES);
    const asMuchAgain = Math.min(this.#capacity + 2 * needed, LARGEST_BLOCK_BYTES);
    const size = Math.min(wanted, Math.max(LARGE_BODY_BYTES, asMuchAgain));
    if (!held.take(size)) throw noMemoryNow();
    this.#blocks.push(Buffer.allocUnsafe(size));
    this.#capacity += size;
  }
}

const EMPTY = Buffer.alloc(0);
/** Of a body whose length nobody said. */
const FIRST_BLOCK_BYTES = 16 * 1024;

function noMemoryNow(): RequestBodyRefusal {
  return new RequestBodyRefusal(
    503,
    'Too many bytes of request bodies are in arrival, of this client or of all. Nothing was done; try again with a growing pause.',
  );
}
