import type { LogBatch, LogRead, LogReadRequest } from '#lib/ports';
import { ShardTail } from './shard-tail.js';

export interface TailLimits {
  /** Bytes of one shard's tail. */
  readonly maxShardBytes: number;
  /** Bytes of all tails of the process. */
  readonly maxBytes: number;
}

export const DEFAULT_TAIL_LIMITS: TailLimits = {
  maxShardBytes: 4 * 1024 * 1024,
  maxBytes: 64 * 1024 * 1024,
};

/** A full tail drops a part of itself at once, for to drop a batch moves all that stay. */
const KEPT_OF_FULL_TAIL = 7 / 8;

interface Watch {
  readonly next: Promise<void>;
  readonly wake: () => void;
}

/**
 * The tails of all shards that this process owns, and who waits for their next batch.
 *
 * Invariants
 * - After each append no tail holds more than `maxShardBytes`, and all together no more than `maxBytes`.
 * - A shard that nobody appends to has no tail, and one that nobody waits for has no watch.
 * - Under pressure the tail that was longest without an append goes first, whole.
 */
export class ShardTails {
  /** In the order of their last append, longest ago first. */
  private readonly tails = new Map<string, ShardTail>();
  private readonly watches = new Map<string, Watch>();
  private held = 0;

  constructor(private readonly limits: TailLimits = DEFAULT_TAIL_LIMITS) {}

  get bytes(): number {
    return this.held;
  }

  /** Takes in what the owner stored, and wakes who waits for it. */
  append(key: string, batch: LogBatch): void {
    const { maxShardBytes, maxBytes } = this.limits;
    const tail = this.tails.get(key) ?? new ShardTail();
    this.held -= tail.bytes;
    tail.append(batch);
    if (tail.bytes > maxShardBytes) tail.trimTo(KEPT_OF_FULL_TAIL * maxShardBytes);
    this.held += tail.bytes;
    this.tails.delete(key);
    this.tails.set(key, tail);
    if (this.held > maxBytes) this.makeRoom();
    if (this.watches.size > 0) this.wake(key);
  }

  /** See `ShardTail.read`. */
  read(key: string, request: LogReadRequest): LogRead | undefined {
    return this.tails.get(key)?.read(request);
  }

  /** Resolves when this process stored the shard's next batch. */
  nextBatch(key: string): Promise<void> {
    const watch = this.watches.get(key) ?? newWatch();
    this.watches.set(key, watch);
    return watch.next;
  }

  /** Forgets the shard's batches. Who waits goes on waiting: the next owner may be here. */
  drop(key: string): void {
    const tail = this.tails.get(key);
    if (tail === undefined) return;
    this.held -= tail.bytes;
    this.tails.delete(key);
  }

  private makeRoom(): void {
    for (const key of this.tails.keys()) {
      if (this.held <= this.limits.maxBytes) return;
      this.drop(key);
    }
  }

  /** Wakes who waits for the next batch, though the tail does not have it. */
  wake(key: string): void {
    const watch = this.watches.get(key);
    if (watch === undefined) return;
    this.watches.delete(key);
    watch.wake();
  }
}

function newWatch(): Watch {
  let wake = (): void => {};
  const next = new Promise<void>((resolve) => (wake = resolve));
  return { next, wake };
}
