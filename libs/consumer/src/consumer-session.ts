import { setTimeout as delay } from 'node:timers/promises';
import type { Checkpointer } from './checkpointer.js';
import type { SessionOptions } from './consumer-options.js';
import { RecordProcessor } from './record-processor.js';
import { readableShards, type ListedShard } from './shard-lineage.js';
import { readShard } from './shard-reader.js';
import { listShards } from './stream-shards.js';

/** Reshards show at the end of a parent; this finds the ones that nobody's end announces. */
const LIST_SHARDS_MS = 10_000;

/** Where a session begins, and what ends it. */
export interface SessionStart<State> {
  readonly checkpointer: Checkpointer<State>;
  readonly stopping: AbortSignal;
}

/**
 * One run of a consumer from a commit on: a reader for each shard that may be read, one processor for all of them, and a
 * commit every so often. It ends by the signal, after a last commit, or by the first failure, without one.
 */
export class ConsumerSession<State> {
  private readonly processor: RecordProcessor<State>;
  private readonly readers = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();
  private readonly checkpointer: Checkpointer<State>;
  private readonly signal: AbortSignal;
  private failure: { readonly error: unknown } | undefined;
  /** Resolved when a reader has ended or something failed; a new one for each wait, so that none of them is kept. */
  private news = Promise.withResolvers<void>();

  constructor(
    private readonly options: SessionOptions<State>,
    { checkpointer, stopping }: SessionStart<State>,
  ) {
    this.checkpointer = checkpointer;
    this.processor = new RecordProcessor(checkpointer, options);
    this.signal = AbortSignal.any([stopping, this.ending.signal]);
  }

  async run(): Promise<void> {
    const committing = this.commitRegularly().catch(this.fail);
    try {
      while (!this.signal.aborted) await this.readWhatCanBeRead();
    } finally {
      this.ending.abort();
      await Promise.all([committing, ...this.readers.values()]);
    }
    await this.processor.commit();
  }

  /** Starts a reader for each shard that has none and may be read; waits until that can have changed. */
  private async readWhatCanBeRead(): Promise<void> {
    const shards = await unlessAborted(listShards(this.options, this.signal), this.signal);
    if (!shards) return;
    this.news = Promise.withResolvers();
    for (const shard of readableShards(shards, this.checkpointer.positions)) this.startReader(shard);
    const again = delay(LIST_SHARDS_MS, undefined, { signal: this.signal }).catch(() => undefined);
    if (!this.failure) await Promise.race([this.news.promise, again]);
    if (this.failure) throw this.failure.error;
  }

  /** The first failure ends the session; one after the end belongs to nobody. */
  private readonly fail = (error: unknown): void => {
    this.failure ??= { error };
    this.news.resolve();
  };

  private startReader(shard: ListedShard): void {
    const { shardId } = shard;
    if (this.readers.has(shardId)) return;
    const reading = unlessAborted(this.readAndProcess(shard), this.signal)
      .catch(this.fail)
      .finally(() => {
        this.readers.delete(shardId);
        this.news.resolve();
      });
    this.readers.set(shardId, reading);
  }

  private async readAndProcess({ shardId, parents }: ListedShard): Promise<void> {
    const { client, stream, pollMs, startingPosition, onBehind } = this.options;
    const batches = readShard({
      client,
      stream,
      shardId,
      pollMs,
      position: this.checkpointer.positions[shardId],
      startingPosition: parents.length > 0 ? 'TRIM_HORIZON' : startingPosition,
      signal: this.signal,
    });
    for await (const batch of batches) {
      await this.processor.process(shardId, batch);
      onBehind(shardId, batch.isEnd ? undefined : batch.behindMs);
    }
  }

  private async commitRegularly(): Promise<void> {
    const { ms } = this.options.commitEvery;
    while (await unlessAborted(delay(ms, true, { signal: this.signal }), this.signal))
      await this.processor.commit();
  }
}

/** What the promise gives; undefined where it failed because the signal said stop. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
