import type { Checkpointer, CommitEvery } from './checkpointer.js';
import type { ConsumedRecord } from './consumed-record.js';
import type { ShardBatch } from './shard-reader.js';

/** What a consumer does with a record: the next state, from the state and the record alone. It may change and return the state. */
export type Fold<State> = (state: State, record: ConsumedRecord) => State | Promise<State>;

export interface RecordProcessorOptions<State> {
  readonly fold: Fold<State>;
  readonly commitEvery: CommitEvery;
}

/**
 * Folds batches into the state and commits between them.
 *
 * Invariants: one batch at a time, whatever the number of shards, because they share the state; a commit never falls
 * into the middle of a batch. After a fold has thrown nothing is committed any more: the state may be half changed, so
 * the consumer goes back to its last commit.
 */
export class RecordProcessor<State> {
  private turn: Promise<unknown> = Promise.resolve();
  private hasFailed = false;

  constructor(
    private readonly checkpointer: Checkpointer<State>,
    private readonly options: RecordProcessorOptions<State>,
  ) {}

  /** @throws what the fold threw. */
  process(shardId: string, batch: ShardBatch): Promise<void> {
    return this.inTurn(async () => {
      await this.foldBatch(shardId, batch);
      if (this.checkpointer.uncommittedRecords >= this.options.commitEvery.records)
        await this.checkpointer.commit();
    });
  }

  /** Saves what is folded so far, if anything is new. */
  commit(): Promise<void> {
    return this.inTurn(async () => {
      if (this.checkpointer.uncommittedRecords > 0) await this.checkpointer.commit();
    });
  }

  private async foldBatch(shardId: string, { records, isEnd }: ShardBatch): Promise<void> {
    let { state } = this.checkpointer;
    for (const record of records) {
      const next = this.options.fold(state, record);
      state = next instanceof Promise ? await next : next;
    }
    const last = records.at(-1);
    if (isEnd) {
      // The end counts as a record, so that it is committed also where no record came with it.
      const position = { isFinished: true } as const;
      this.checkpointer.advance({ shardId, position, state, records: records.length + 1 });
    } else if (last) {
      const position = { after: last.sequenceNumber };
      this.checkpointer.advance({ shardId, position, state, records: records.length });
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(async () => {
      if (this.hasFailed)
        throw new Error('the fold failed before; nothing is committed until the consumer went back');
      try {
        await work();
      } catch (error) {
        this.hasFailed = true;
        throw error;
      }
    });
    // A failure belongs to its caller alone; the next in line finds `hasFailed`.
    this.turn = done.catch(() => undefined);
    return done;
  }
}
