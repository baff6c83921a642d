import type { Timers } from '#lib/actor';
import { comparePositions, type LogPosition, type ShardRef } from '#lib/kinesis';
import { recordsFrom, type LogBatch, type LogRead, type LogReadRequest, type ShardLog } from '#lib/ports';
import { shardKeyOf } from './shard-key.js';
import { readStretch } from './stretch.js';

export interface RecentReadsOptions {
  readonly shardLog: Pick<ShardLog, 'read'>;
  readonly timers: Pick<Timers, 'after'>;
  /** Bodies of all batches that are kept, roughly. Default: 16 MiB. */
  readonly maxBytes?: number | undefined;
}

/** Batches of one shard that were read at once: from `from` on they are the log. */
interface Stretch {
  readonly key: string;
  readonly from: LogPosition;
  readonly batches: readonly LogBatch[];
  readonly bytes: number;
  isUsed: boolean;
}

/** One batch of the largest request, and some more. */
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
/** A reader that asks for less asks for what is behind it next. */
const READ_BYTES = 1024 * 1024;
/** A small stretch counts as so much: they are few, and found by looking at each. */
const LEAST_BYTES = 64 * 1024;
const KEPT_MS = 5_000;

/**
 * Reads the logs, and keeps what was read for a moment: a batch may be many times as large as what a reader takes at once,
 * and several readers who catch up with a shard want the same.
 *
 * Invariants
 * - What is kept is never the end of a log: that nothing is behind it only the log can say. So whoever would come to its end
 *   is sent to the log.
 * - All stretches together hold at most `maxBytes`, in memory of their own; the one that was used longest ago goes first.
 * - A stretch that nobody used for a while (5 to 10 s) is let go. Nothing kept, no timer.
 * - Nobody joins a read that began earlier but for what it leaves here: an answer is never older than its question.
 */
export class RecentReads {
  /** In the order of their last use, longest ago first. */
  private readonly stretches = new Set<Stretch>();
  /** What is being read, by shard and place. */
  private readonly pending = new Map<string, Promise<LogRead>>();
  private readonly maxBytes: number;
  private held = 0;

  constructor(private readonly options: RecentReadsOptions) {
    this.maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  }

  get bytes(): number {
    return this.held;
  }

  /** As `ShardLog.read`. */
  async read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    const key = shardKeyOf(shard);
    const kept = this.kept(key, request);
    if (kept) return kept;
    const { epoch, second, index } = request.from;
    const place = `${key}/${epoch}.${second}.${index}`;
    const earlier = this.pending.get(place);
    if (earlier) {
      await earlier.catch(() => undefined);
      const left = this.kept(key, request);
      if (left) return left;
    }
    const reading = this.readLog(shard, request);
    this.pending.set(place, reading);
    try {
      return await reading;
    } finally {
      if (this.pending.get(place) === reading) this.pending.delete(place);
    }
  }

  private async readLog(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    const maxBytes = Math.max(request.maxBytes, READ_BYTES);
    const read = await this.options.shardLog.read(shard, { ...request, maxBytes });
    const bytes = read.batches.reduce((sum, { batch }) => sum + batch.body.length, 0);
    // At its end a log is read for what is new, and that is taken at once.
    if (read.isAtTip && bytes <= request.maxBytes) return read;
    const batches = read.batches.map(inOwnMemory);
    this.keep({
      key: shardKeyOf(shard),
      from: request.from,
      batches,
      bytes: Math.max(bytes, LEAST_BYTES),
      isUsed: true,
    });
    const asked = readStretch(batches, request);
    return asked?.isAtTip === false ? asked : { ...read, batches };
  }

  private kept(key: string, request: LogReadRequest): LogRead | undefined {
    for (const stretch of this.stretches) {
      if (stretch.key !== key || comparePositions(request.from, stretch.from) < 0) continue;
      const read = readStretch(stretch.batches, request);
      if (!read || (read.isAtTip && !isMoreThanAskedFor(read, request))) continue;
      stretch.isUsed = true;
      this.stretches.delete(stretch);
      this.stretches.add(stretch);
      return { ...read, isAtTip: false };
    }
    return undefined;
  }

  private keep(stretch: Stretch): void {
    if (stretch.bytes > this.maxBytes) return;
    if (this.stretches.size === 0) this.sweepLater();
    this.stretches.add(stretch);
    this.held += stretch.bytes;
    for (const oldest of this.stretches) {
      if (this.held <= this.maxBytes) break;
      this.drop(oldest);
    }
  }

  private drop(stretch: Stretch): void {
    this.stretches.delete(stretch);
    this.held -= stretch.bytes;
  }

  private sweepLater(): void {
    this.options.timers.after(KEPT_MS, () => {
      for (const stretch of this.stretches) {
        if (!stretch.isUsed) this.drop(stretch);
        stretch.isUsed = false;
      }
      if (this.stretches.size > 0) this.sweepLater();
    });
  }
}

/** Whether a reader will leave something of what it gets. Bytes are estimated: records of a batch are of about one size. */
function isMoreThanAskedFor(
  { batches }: LogRead,
  { from, maxBytes, maxRecords = Infinity }: LogReadRequest,
): boolean {
  let records = 0;
  let bytes = 0;
  for (const read of batches) {
    const { body, count } = read.batch;
    const wanted = recordsFrom(read, from);
    records += wanted;
    bytes += (body.length * wanted) / count;
  }
  return records >= maxRecords || bytes > maxBytes;
}

/** A slice of the connection's buffer would keep all of that from being reused. */
function inOwnMemory(read: LogBatch): LogBatch {
  const { batch } = read;
  return { ...read, batch: { ...batch, body: Buffer.from(batch.body) } };
}
