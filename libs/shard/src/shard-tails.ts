import type { LogBatch, LogRead, LogReadRequest, Unfollow } from '#lib/ports';
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

/** One following; an object, for a listener may follow twice. */
interface Follower {
  readonly listener: () => void;
}

/**
 * The tails of all shards that this process owns, and who follows them.
 *
 * Invariants
 * - After each append no tail holds more than `maxShardBytes`, and all together no more than `maxBytes`.
 * - A shard that nobody appends to has no tail, and one that nobody follows has no followers.
 * - Under pressure the tail that was longest without an append goes first, whole.
 */
export class ShardTails {
  /** In the order of their last append, longest ago first. */
  private readonly tails = new Map<string, ShardTail>();
  private readonly followers = new Map<string, Set<Follower>>();
  private held = 0;

  constructor(private readonly limits: TailLimits = DEFAULT_TAIL_LIMITS) {}

  get bytes(): number {
    return this.held;
  }

  /** Takes in what the owner stored, and tells who follows. */
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
    if (this.followers.size > 0) this.tell(key);
  }

  /** See `ShardTail.read`. */
  read(key: string, request: LogReadRequest): LogRead | undefined {
    return this.tails.get(key)?.read(request);
  }

  /** Calls the listener after each batch that this process stored. */
  follow(key: string, listener: () => void): Unfollow {
    const followers = this.followers.get(key) ?? new Set();
    this.followers.set(key, followers);
    const follower = { listener };
    followers.add(follower);
    return () => {
      if (followers.delete(follower) && followers.size === 0) this.followers.delete(key);
    };
  }

  /** Tells who follows that there may be something new, though no tail has it. */
  tell(key: string): void {
    for (const { listener } of this.followers.get(key) ?? []) listener();
  }

  /** Forgets the shard's batches. Who follows goes on following: the next owner may be here. */
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
}
