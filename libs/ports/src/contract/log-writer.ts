import { entryIdOf, type LogPosition, type ShardRef } from '#lib/kinesis';
import { recordsOf, type BatchHeader } from '../record-frame.js';
import { RecordPacker } from '../record-packer.js';
import type { LogBatch } from '../log-batch.js';
import type { BatchToAppend, Claim, InFlight, ShardLog } from '../shard-log.js';

/** What the contract suite appends with: a claim, and the places of the batches under it, as an owner keeps them. */
export class LogWriter {
  private constructor(
    private readonly log: ShardLog,
    readonly claim: Claim,
    private timeMs: number,
    private index: number,
  ) {}

  static async claim(log: ShardLog, shard: ShardRef): Promise<LogWriter> {
    const claim = await log.claim(shard, 'the contract suite');
    return new LogWriter(log, claim, claim.second * 1000, claim.lastIndex);
  }

  /** Lays out the next batch without sending it; what was laid out counts as sent. */
  next(texts: readonly string[], { msLater = 0 }: { readonly msLater?: number } = {}): BatchToAppend {
    this.timeMs += msLater;
    const firstIndex = this.index + 1;
    this.index += texts.length;
    const packer = new RecordPacker();
    for (const text of texts) packer.add({ partitionKey: 'key' }, Buffer.from(text));
    return batchToAppend({
      claim: this.claim,
      timeMs: this.timeMs,
      firstIndex,
      packer,
    });
  }

  async append(texts: readonly string[], options?: { readonly msLater?: number }): Promise<BatchToAppend> {
    const batch = this.next(texts, options);
    await this.log.append(this.claim, batch);
    return batch;
  }

  inFlight(batch: BatchToAppend): InFlight {
    return { entryId: entryIdOf(batch.position), claim: this.claim };
  }
}

export function batchToAppend({ claim, timeMs, firstIndex, packer }: BatchParts): BatchToAppend {
  const records = packer.finish();
  const header: BatchHeader = {
    count: records.count,
    firstIndex,
    timeMs,
    token: claim.token,
    durableIndex: firstIndex - 1,
  };
  const index = firstIndex + records.count - 1;
  return {
    position: { epoch: claim.epoch, second: Math.floor(timeMs / 1000), index },
    header,
    records: [records],
  };
}

export interface BatchParts {
  readonly claim: Claim;
  readonly timeMs: number;
  readonly firstIndex: number;
  readonly packer: RecordPacker;
}

/** Where a batch's first record lies. */
export function firstPlaceOf({ position, header }: BatchToAppend): LogPosition {
  return { ...position, index: header.firstIndex };
}

/** The data of every record, in order. */
export function textsOf(batches: readonly LogBatch[]): readonly string[] {
  return batches.flatMap(({ batch }) =>
    [...recordsOf(batch)].map((record) => Buffer.from(record.data).toString()),
  );
}
