import { comparePositions, LIMITS, type LogPosition, type ShardRef } from '#lib/kinesis';
import {
  payloadBytesOf,
  RecordCursor,
  recordsFrom,
  type LogBatch,
  type LogReadRequest,
  type RecordBatch,
  type ShardClient,
} from '#lib/ports';

/** Records of one batch that stand together. */
export interface RecordRun {
  readonly epoch: number;
  readonly second: number;
  readonly batch: RecordBatch;
  /** How many records of the batch come before the first one. */
  readonly skipped: number;
  readonly count: number;
}

/** What a request for records found. */
export interface Reading {
  readonly runs: readonly RecordRun[];
  readonly recordCount: number;
  /** Data and partition keys of the records. */
  readonly payloadBytes: number;
  /** Where the next request goes on. */
  readonly next: LogPosition;
  /** Whether anything is behind the last record that was read: for now nothing, or never again. */
  readonly end: 'more' | 'tip' | 'sealed';
  /** When the last record that was read or stepped over was stored, ms since 1970; undefined where there was none. */
  readonly lastTimeMs: number | undefined;
}

export interface ReadingRequest {
  readonly shard: ShardRef;
  readonly from: LogPosition;
  /** Records, at least 1. */
  readonly limit: number;
  /** Data of all of them; one record is given in any case. 10 MiB by default. */
  readonly maxBytes?: number;
  /** Records stored before it are past the retention period: they are stepped over. Ms since 1970. */
  readonly horizonMs: number;
}

/** What is asked of a shard at once. */
const READ_BYTES = 1024 * 1024;
/** As many as fill an answer of 10 MiB; it may hold less, as AWS's may. */
const MOST_READS = 16;

/**
 * Reads up to `limit` records and `maxBytes` from a place on. Rejects with a ShardError where the first of them cannot be
 * read; where later ones cannot, those before them are answered, and whoever goes on from there learns why.
 */
export async function readRecords(request: ReadingRequest, router: ShardClient): Promise<Reading> {
  const { shard, horizonMs } = request;
  const collected = new CollectedRuns(request);
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const reading = router.read(shard, collected.wanted());
    const read = collected.isEmpty ? await reading : await reading.catch(() => undefined);
    if (read === undefined) return collected.reading('more');
    const { batches, isAtTip, isSealed } = read;
    for (const batch of batches) if (!collected.take(batch)) return collected.reading('more');
    if (isAtTip) return collected.reading(isSealed ? 'sealed' : 'tip');
    if (collected.isFull) return collected.reading('more');
    if (collected.isEmpty) collected.skipTo(await router.locate(shard, horizonMs));
  }
  return collected.reading('more');
}

/** How far a reader is behind: the age of the last record it got, and 0 where nothing is behind that. */
export function millisBehind({ end, lastTimeMs }: Reading, nowMs: number): number {
  return end === 'more' && lastTimeMs !== undefined ? Math.max(0, nowMs - lastTimeMs) : 0;
}

/** The runs of one reading, and where it stands. */
class CollectedRuns {
  next: LogPosition;
  private readonly runs: RecordRun[] = [];
  private recordsLeft: number;
  private bytesLeft: number;
  private lastTimeMs: number | undefined;

  constructor(private readonly request: ReadingRequest) {
    this.next = request.from;
    this.recordsLeft = request.limit;
    this.bytesLeft = request.maxBytes ?? LIMITS.bytesPerGet;
  }

  /** What there is room for and one record more, which tells whether anything is behind the answer. */
  wanted(): LogReadRequest {
    return {
      from: this.next,
      maxBytes: Math.min(READ_BYTES, this.bytesLeft),
      maxRecords: this.recordsLeft + 1,
    };
  }

  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  get isFull(): boolean {
    return this.recordsLeft === 0;
  }

  /** Takes what it may of a batch; false where something of it was left. */
  take(read: LogBatch): boolean {
    const { epoch, second, batch } = read;
    const behind = { epoch, second, index: batch.firstIndex + batch.count };
    if (comparePositions(behind, this.next) <= 0) return true;
    if (this.isFull) return false;
    if (batch.timeMs < this.request.horizonMs) {
      this.lastTimeMs = batch.timeMs;
      this.next = behind;
      return true;
    }
    const skipped = batch.count - recordsFrom(read, this.next);
    const count = this.fitting(batch, skipped);
    if (count === 0) return false;
    this.lastTimeMs = batch.timeMs;
    this.runs.push({ epoch, second, batch, skipped, count });
    this.recordsLeft -= count;
    this.next = { ...behind, index: batch.firstIndex + skipped + count };
    return skipped + count === batch.count;
  }

  /** Goes on behind expired records, without reading them all. */
  skipTo(position: LogPosition): void {
    if (comparePositions(position, this.next) > 0) this.next = position;
  }

  reading(end: Reading['end']): Reading {
    const { runs, next, lastTimeMs } = this;
    const recordCount = this.request.limit - this.recordsLeft;
    const payloadBytes = runs.reduce((bytes, run) => bytes + payloadBytesOf(run.batch, run), 0);
    return { runs, recordCount, payloadBytes, next, end, lastTimeMs };
  }

  /** How many records of the batch, from the given one on, the answer has room for. The first one always has. */
  private fitting(batch: RecordBatch, skipped: number): number {
    const most = Math.min(batch.count - skipped, this.recordsLeft);
    if (batch.body.length <= this.bytesLeft) {
      this.bytesLeft -= batch.body.length;
      return most;
    }
    const cursor = new RecordCursor(batch);
    for (let i = 0; i < skipped; i += 1) cursor.next();
    for (let count = 0; count < most; count += 1) {
      cursor.next();
      const dataBytes = cursor.dataEnd - cursor.dataStart;
      if (dataBytes > this.bytesLeft && (count > 0 || !this.isEmpty)) return count;
      this.bytesLeft -= dataBytes;
    }
    return most;
  }
}
