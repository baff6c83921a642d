import {
  after,
  comparePositions,
  entryIdOf,
  LAST_EPOCH,
  LOG_START,
  positionOf,
  SEALED_ENTRY_ID,
  type EntryId,
  type LogPosition,
} from '#lib/kinesis';
import { recordsFrom } from './log-batch.js';
import { decodeFrame, type RecordBatch } from './record-frame.js';
import type { LogRead, LogReadRequest, LogTip } from './shard-log.js';
import { StorageError } from './storage-error.js';

/**
 * One shard's log in memory, as Redis keeps it: entries at growing ids, and the last id, which outlives the entries.
 *
 * Invariants: an entry's position is greater than every one before it; behind the seal nothing comes; trimming and
 * forgetting take entries away but only `forget` takes the last id back, as a storage does that lost its disk's end.
 */
export class MemoryLog {
  private readonly entries: MemoryEntry[] = [{ kind: 'opened', position: LOG_START }];
  private last: LogPosition = LOG_START;
  private isSealed = false;

  /** @param writtenInRun run of the storage in which the newest control entry was written. */
  constructor(private writtenInRun: string) {}

  get entryIds(): readonly EntryId[] {
    return [
      ...this.entries.map((entry) => entryIdOf(entry.position)),
      ...(this.isSealed ? [SEALED_ENTRY_ID] : []),
    ];
  }

  get epoch(): number {
    return this.last.epoch;
  }

  tip(): LogTip {
    return { position: this.last, isSealed: this.isSealed };
  }

  claim({ runId, nowSecond, epochsPerRun }: ClaimTerms): LogPosition {
    this.refuseIfSealed();
    const epoch = this.last.epoch + (this.writtenInRun === runId ? 1 : epochsPerRun);
    if (epoch > LAST_EPOCH)
      throw new StorageError('not-executed', `epoch ${epoch} is past the last one, ${LAST_EPOCH}`);
    const position = { epoch, second: Math.max(this.last.second, nowSecond), index: this.last.index };
    this.push({ kind: 'claimed', position });
    this.writtenInRun = runId;
    return position;
  }

  append(position: LogPosition, frame: Buffer): void {
    this.refuseIfSealed();
    if (comparePositions(position, this.last) <= 0) {
      throw new StorageError('fenced', `entry ${entryIdOf(position)} is not above ${entryIdOf(this.last)}`);
    }
    this.push({ kind: 'batch', position, frame });
  }

  seal(): void {
    this.isSealed = true;
  }

  /** Whether an entry at or before the id is left, of any kind. */
  hasEntryUpTo(entryId: EntryId): boolean {
    const [oldest] = this.entries;
    return oldest !== undefined && comparePositions(oldest.position, positionOf(entryId)) <= 0;
  }

  batchAt(entryId: EntryId): RecordBatch | undefined {
    const entry = this.entries.find((candidate) => entryIdOf(candidate.position) === entryId);
    return entry?.kind === 'batch' ? decodeFrame(entry.frame) : undefined;
  }

  read({ from, maxBytes, maxRecords = Infinity }: LogReadRequest): LogRead {
    const batches = [];
    let bytes = 0;
    let records = 0;
    for (const entry of this.entries) {
      if (entry.kind !== 'batch' || comparePositions(entry.position, from) < 0) continue;
      const { epoch, second } = entry.position;
      const read = { epoch, second, batch: decodeFrame(entry.frame) };
      batches.push(read);
      bytes += read.batch.body.length;
      records += recordsFrom(read, from);
      if (bytes >= maxBytes || records >= maxRecords) return { batches, isAtTip: false, isSealed: false };
    }
    return { batches, isAtTip: true, isSealed: this.isSealed };
  }

  locate(timestampMs: number): LogPosition {
    for (const entry of this.entries) {
      if (entry.kind !== 'batch') continue;
      const batch = decodeFrame(entry.frame);
      if (batch.timeMs >= timestampMs) return { ...entry.position, index: batch.firstIndex };
    }
    return after(this.last);
  }

  /** Removes all entries; the last id stays, as it does in Redis. */
  trimToEmpty(): void {
    this.entries.length = 0;
  }

  /** Loses the newest entries and the last id with them: what a restart below durability `disk` may do. */
  forget(count: number): void {
    this.entries.length = Math.max(1, this.entries.length - count);
    this.last = this.entries.at(-1)?.position ?? LOG_START;
  }

  private push(entry: MemoryEntry): void {
    this.entries.push(entry);
    this.last = entry.position;
  }

  private refuseIfSealed(): void {
    if (this.isSealed) throw new StorageError('sealed', 'the log is sealed');
  }
}

/** What the storage knows when somebody claims. */
export interface ClaimTerms {
  readonly runId: string;
  readonly nowSecond: number;
  /** By how much the epoch grows where the storage was started anew since the last control entry. */
  readonly epochsPerRun: number;
}

type MemoryEntry =
  | { readonly kind: 'opened' | 'claimed'; readonly position: LogPosition }
  | { readonly kind: 'batch'; readonly position: LogPosition; readonly frame: Buffer };
