import type { Timers } from '#lib/actor';
import {
  ancestorsOf,
  childrenOf,
  LOG_START,
  streamNotFound,
  trimHorizonMs,
  type LogPosition,
  type Shard,
  type Stream,
} from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';
import { readRecords, type Reading } from '../records/record-reading.js';
import { answerToShardFailure } from '../storage-failure.js';
import { mayReadOn } from './may-read-on.js';
import type { TailBeginning } from './tail-beginnings.js';
import { MOST_PLACES, type TailPlace } from './tail-place.js';
import { Wake } from './wake.js';

export interface StreamTailOptions {
  readonly stream: Stream;
  readonly beginnings: readonly TailBeginning[];
  readonly context: Pick<OperationContext, 'catalogue' | 'router' | 'clock' | 'scope'>;
  readonly timers: Timers;
}

/** Records of one shard that came together, and where the whole tail stands behind each of them. */
export interface TailPiece {
  readonly shard: Shard;
  readonly reading: Reading;
  /** Where all shards stand; this one at its beginning. */
  readonly place: TailPlace;
}

interface TailedShard {
  readonly shard: Shard;
  readonly unfollow: () => void;
  position: LogPosition;
  /** Whoever reads from this time on misses nothing. Ms since 1970. */
  sinceMs: number;
}

/** How long the tail is silent at most. */
const HEARTBEAT_MS = 4_500;
const PIECE_BYTES = 256 * 1024;
const PIECE_RECORDS = 500;
/** Shards that are read in a heartbeat though nobody said that they have grown. */
const IDLE_READS = 50;

/**
 * All shards of a stream, or some, as one flow of records: each shard in its order, children after their parents, and
 * shards that have grown in turns.
 *
 * Invariants
 * - It reads one piece at a time, and when somebody asks for it.
 * - A shard is followed from before it is first read until it ends, and is in `grown` while there may be more to read.
 * - A shard that ended is left only when its children are known; then they are tailed, from their beginning.
 */
export class StreamTail {
  /** Resolves when the tail is about to end. Never rejects. */
  readonly ending: Promise<void>;
  /** In the order in which they moved last, longest ago first. */
  private readonly tailed = new Map<number, TailedShard>();
  private readonly grown = new Set<TailedShard>();
  private known: Stream;
  private readonly wake: Wake;
  private readonly stopListening: () => void;
  private announceEnd: () => void = () => undefined;
  private hasEnded = false;
  private idleReads = 0;
  private lastAtMs: number;

  constructor(private readonly options: StreamTailOptions) {
    const { stream, beginnings, context, timers } = options;
    this.known = stream;
    this.wake = new Wake(timers);
    this.lastAtMs = timers.now();
    this.ending = new Promise((resolve) => (this.announceEnd = resolve));
    for (const beginning of beginnings) this.add(beginning);
    this.stopListening = context.catalogue.onChanged(() => this.heedChange());
  }

  /** Ends the tail in order. */
  end(): void {
    this.hasEnded = true;
    this.announceEnd();
    this.wake.raise();
  }

  /** Lets go of everything. Calling it again does nothing. */
  close(): void {
    this.end();
    this.stopListening();
    for (const { unfollow } of this.tailed.values()) unfollow();
  }

  /**
   * The pieces as they come; undefined where nothing came for a while.
   *
   * @throws KinesisError ResourceNotFoundException: the stream is gone; InternalFailure.
   */
  async *pieces(): AsyncGenerator<TailPiece | undefined, void> {
    while (!this.isOver()) {
      const [next] = this.grown;
      if (next) {
        const piece = await this.read(next);
        if (piece) yield this.given(piece);
      } else if (this.untilHeartbeatMs() > 0) {
        await this.wake.wait(this.untilHeartbeatMs());
      } else {
        this.readSome();
        yield this.given(undefined);
      }
    }
  }

  private isOver(): boolean {
    return this.hasEnded || this.tailed.size === 0;
  }

  private given<Piece>(piece: Piece): Piece {
    this.lastAtMs = this.options.timers.now();
    return piece;
  }

  private untilHeartbeatMs(): number {
    return this.lastAtMs + HEARTBEAT_MS - this.options.timers.now();
  }

  private add({ shard, position, sinceMs }: TailBeginning): void {
    const ref = { streamId: this.known.id, shardNumber: shard.number };
    const tailed: TailedShard = {
      shard,
      position,
      sinceMs,
      unfollow: this.options.context.router.follow(ref, () => {
        this.grown.add(tailed);
        this.wake.raise();
      }),
    };
    this.tailed.set(shard.number, tailed);
    this.grown.add(tailed);
  }

  /** Reads on in a shard; undefined where there was nothing. */
  private async read(tailed: TailedShard): Promise<TailPiece | undefined> {
    const { context } = this.options;
    const { scope, clock, router } = context;
    const stream = this.presentStream();
    const { shard } = tailed;
    // It may grow again while it is read.
    this.grown.delete(tailed);
    const reading = await readRecords(
      {
        shard: { streamId: stream.id, shardNumber: shard.number },
        from: tailed.position,
        limit: PIECE_RECORDS,
        maxBytes: PIECE_BYTES,
        horizonMs: trimHorizonMs(stream, clock.nowMs()),
      },
      router,
    ).catch((error: unknown) => {
      throw answerToShardFailure(error, { stream, shardNumber: shard.number, scope });
    });
    // Closed meanwhile, it has let go of everything, and must not begin to follow a child.
    if (this.hasEnded) return undefined;
    const piece =
      reading.runs.length > 0 ? { shard, reading, place: this.moved(tailed, reading) } : undefined;
    if (mayReadOn(reading, stream.shards[shard.number])) this.grown.add(tailed);
    if (reading.end === 'sealed') this.leaveForChildren(tailed);
    return piece;
  }

  /** Notes how far a shard was read. @returns where all shards stand, and this one before that. */
  private moved(tailed: TailedShard, { next, lastTimeMs }: Reading): TailPlace {
    this.tailed.delete(tailed.shard.number);
    this.tailed.set(tailed.shard.number, tailed);
    const place = this.place();
    tailed.position = next;
    tailed.sinceMs = lastTimeMs ?? tailed.sinceMs;
    return place;
  }

  private place(): TailPlace {
    const { id: streamId } = this.known;
    const all = [...this.tailed.values()];
    const others = all.slice(0, -MOST_PLACES);
    const shards = all
      .slice(-MOST_PLACES)
      .map(({ shard, position }) => ({ shardNumber: shard.number, position }));
    if (others.length === 0) return { streamId, shards };
    const sinceMs = others.reduce((least, other) => Math.min(least, other.sinceMs), Infinity);
    return { streamId, sinceMs, shards };
  }

  /**
   * Before the reshard is finished there are no children; the stream changes when there are. A child waits for all that it
   * came from.
   */
  private leaveForChildren(tailed: TailedShard): void {
    const stream = this.presentStream();
    const children = childrenOf(tailed.shard, stream);
    if (children.length === 0) return;
    this.tailed.delete(tailed.shard.number);
    tailed.unfollow();
    for (const shard of children) {
      const lineage = [...ancestorsOf(shard, stream)];
      if (lineage.some(({ number }) => this.tailed.has(number))) continue;
      this.add({ shard, position: LOG_START, sinceMs: shard.createdAtSecond * 1000 });
    }
  }

  /** @throws KinesisError ResourceNotFoundException */
  private presentStream(): Stream {
    const { catalogue, scope } = this.options.context;
    const present = catalogue.account().streams.get(this.known.id);
    if (!present) throw streamNotFound(this.known.name, scope);
    this.known = present;
    return present;
  }

  /** The stream may be gone, or have new shards. */
  private heedChange(): void {
    if (this.options.context.catalogue.account().streams.get(this.known.id) === this.known) return;
    for (const tailed of this.tailed.values()) this.grown.add(tailed);
    this.wake.raise();
  }

  /** Others each time, so that in the end it is everybody's turn. */
  private readSome(): void {
    const all = [...this.tailed.values()];
    const some = [...all.slice(this.idleReads % all.length), ...all].slice(
      0,
      Math.min(IDLE_READS, all.length),
    );
    for (const tailed of some) this.grown.add(tailed);
    this.idleReads += some.length;
  }
}
