import {
  areReadTanksFull,
  areWriteTanksFull,
  chargedRead,
  decideRead,
  decideWrite,
  fullReadTanks,
  fullWriteTanks,
  refilledReadTanks,
  refilledWriteTanks,
  type ReadTanks,
  type WriteDemand,
  type WriteTanks,
} from '#lib/kinesis';

/** Tanks that are kept before the full ones among them are forgotten. */
const FEW_TANKS = 1024;

/**
 * What is left of the limits of all shards that this process serves.
 *
 * Invariants
 * - A shard that is not in a map has full tanks; so one that nobody uses costs nothing for long.
 * - It outlives the shards' actors: a debt is not forgotten because its actor went to rest.
 *
 * A crash, or another owner, begins with full tanks.
 */
export class ShardThroughput {
  private readonly writes = new Tanks<WriteTanks>({
    full: fullWriteTanks,
    isFull: (tanks, nowMs) => areWriteTanksFull(refilledWriteTanks(tanks, nowMs)),
  });
  private readonly reads = new Tanks<ReadTanks>({
    full: fullReadTanks,
    isFull: (tanks, nowMs) => areReadTanksFull(refilledReadTanks(tanks, nowMs)),
  });

  /** @param now milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number) {}

  /** How many of the records, from the first on, the shard takes now. */
  takeRecords(key: string, demand: WriteDemand): number {
    const nowMs = Math.floor(this.now());
    const { count, tanks } = decideWrite(this.writes.get(key, nowMs), demand, nowMs);
    this.writes.set(key, tanks, nowMs);
    return count;
  }

  /** Whether the shard answers one more call now. */
  takeRead(key: string): boolean {
    const nowMs = Math.floor(this.now());
    const { isAllowed, tanks } = decideRead(this.reads.get(key, nowMs), nowMs);
    this.reads.set(key, tanks, nowMs);
    return isAllowed;
  }

  /** Counts what a call was answered with. */
  chargeRead(key: string, bytes: number): void {
    const nowMs = Math.floor(this.now());
    this.reads.set(key, chargedRead(this.reads.get(key, nowMs), bytes, nowMs), nowMs);
  }

  /** Shards that are remembered. */
  get size(): number {
    return this.writes.size + this.reads.size;
  }
}

interface TankKind<Of> {
  readonly full: (nowMs: number) => Of;
  readonly isFull: (tanks: Of, nowMs: number) => boolean;
}

/** Tanks of one kind by shard; the full ones are forgotten each time that as many again have come. */
class Tanks<Of> {
  private readonly byKey = new Map<string, Of>();
  private sweepAtSize = FEW_TANKS;

  constructor(private readonly kind: TankKind<Of>) {}

  get size(): number {
    return this.byKey.size;
  }

  get(key: string, nowMs: number): Of {
    return this.byKey.get(key) ?? this.kind.full(nowMs);
  }

  set(key: string, tanks: Of, nowMs: number): void {
    this.byKey.set(key, tanks);
    if (this.byKey.size > this.sweepAtSize) this.sweep(nowMs);
  }

  private sweep(nowMs: number): void {
    for (const [key, tanks] of this.byKey) if (this.kind.isFull(tanks, nowMs)) this.byKey.delete(key);
    this.sweepAtSize = Math.max(FEW_TANKS, 2 * this.byKey.size);
  }
}
