import { comparePositions } from '#lib/kinesis';
import { firstPlaceOf, type LogBatch, type LogRead, type LogReadRequest } from '#lib/ports';
import { readStretch } from './stretch.js';

/** What a batch costs beside its body: its objects, and the buffer pool's bytes that it keeps from being reused. */
const BATCH_OVERHEAD_BYTES = 1024;

/**
 * The newest batches of one shard, as its owner stored them: what most readers want next.
 *
 * Invariants
 * - Every batch passed its barrier before it came here.
 * - All batches are of one epoch and follow each other without a gap, so from the first one on the tail is the log.
 * - Batches share the bytes of the frames that were written; nothing is copied in or out.
 *
 * A crash loses it. So may anybody who needs the memory: the log has it all.
 */
export class ShardTail {
  private batches: LogBatch[] = [];
  private held = 0;

  /** Bytes held in memory, roughly. */
  get bytes(): number {
    return this.held;
  }

  append(batch: LogBatch): void {
    const newest = this.batches.at(-1);
    if (newest !== undefined && newest.epoch !== batch.epoch) this.trimTo(0);
    this.batches.push(batch);
    this.held += bytesOf(batch);
  }

  /** Drops the oldest batches until at most `maxBytes` are held. */
  trimTo(maxBytes: number): void {
    let dropped = 0;
    for (const batch of this.batches) {
      if (this.held <= maxBytes) break;
      this.held -= bytesOf(batch);
      dropped += 1;
    }
    if (dropped > 0) this.batches.splice(0, dropped);
  }

  /**
   * The batches from the one that holds the first record at or after `from`.
   *
   * @returns undefined where the tail does not reach back to `from`, and also where nothing is behind it: that there
   *   is nothing only the log can say, since another owner may have written, or somebody may have closed the shard.
   */
  read(request: LogReadRequest): LogRead | undefined {
    const [oldest] = this.batches;
    if (oldest === undefined || comparePositions(request.from, firstPlaceOf(oldest)) < 0) return undefined;
    return readStretch(this.batches, request);
  }
}

function bytesOf({ batch }: LogBatch): number {
  return batch.body.length + BATCH_OVERHEAD_BYTES;
}
