import { setTimeout as delay } from 'node:timers/promises';
import { KinesisCallError } from '#lib/wire';
import { Checkpointer } from './checkpointer.js';
import type { ConsumerEvent } from './consumer-event.js';
import type { ConsumerOptions, SessionOptions } from './consumer-options.js';
import { ConsumerSession } from './consumer-session.js';
import { jsonCodec } from './state-codec.js';
import { streamIdOf } from './stream-shards.js';

const FIRST_PAUSE_MS = 100;
/** Between looks for a stream that does not exist yet: soon enough for a person who makes it and watches. */
const WAITING_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5000;

/**
 * Reads all shards of a stream, parents before children, and folds every record into one state that is committed together
 * with the positions.
 *
 * Invariants: the committed state is the fold of exactly the records before the committed positions; a key's records are
 * folded in the order in which they were put. A crash, or a fold that throws, goes back to the last commit. While the
 * door is closed or the stream does not exist, it waits and tries again.
 */
export class Consumer<State> {
  private readonly stopping = new AbortController();
  private readonly options: SessionOptions<State>;
  private readonly report: (event: ConsumerEvent) => void;
  private readonly behindMs = new Map<string, number>();
  private running: Promise<void> | undefined;
  private checkpointer: Checkpointer<State> | undefined;

  constructor({ onEvent = () => undefined, ...options }: ConsumerOptions<State>) {
    this.report = onEvent;
    this.options = {
      codec: jsonCodec(),
      commitEvery: { records: 10_000, ms: 1000 },
      startingPosition: 'TRIM_HORIZON',
      pollMs: 200,
      ...options,
      onBehind: (shardId, behindMs) => {
        if (behindMs === undefined) this.behindMs.delete(shardId);
        else this.behindMs.set(shardId, behindMs);
      },
    };
  }

  /** Begins to read; returns at once. */
  start(): void {
    this.running ??= this.run(this.stopping.signal);
  }

  /** Stops reading, finishes the batch in hand and commits. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** The state now, committed or not; a reader must not change it. */
  state(): State {
    return this.checkpointer?.state ?? this.options.initialState();
  }

  /** How far the slowest shard is behind, in milliseconds; undefined before the first read. */
  behindLatestMs(): number | undefined {
    return this.behindMs.size === 0 ? undefined : Math.max(...this.behindMs.values());
  }

  private async run(stopping: AbortSignal): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.aborted) {
      const begun = performance.now();
      try {
        const checkpointer = await this.resume(stopping);
        this.checkpointer = checkpointer;
        await new ConsumerSession(this.options, { checkpointer, stopping }).run();
      } catch (error) {
        if (stopping.aborted) return;
        if (isNotFound(error)) {
          await this.waitForStream(stopping);
          continue;
        }
        // A session that lived longer than the longest pause has shown that it can work.
        if (performance.now() - begun > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
        this.report({ type: 'went-back', stream: this.options.stream, cause: error as Error, pauseMs });
        await pause(pauseMs, stopping);
        pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
      }
    }
  }

  /** Told once for each wait: a stream that nobody has made yet is no failure. */
  private async waitForStream(stopping: AbortSignal): Promise<void> {
    this.report({ type: 'waiting', stream: this.options.stream });
    for (;;) {
      await pause(WAITING_PAUSE_MS, stopping);
      if (stopping.aborted) return;
      try {
        await streamIdOf(this.options, stopping);
        return;
      } catch (error) {
        // Another failure is the next session's to meet: it is reported there, and followed by a pause.
        if (!isNotFound(error)) return;
      }
    }
  }

  /** Loads the last commit for the stream's present incarnation. */
  private async resume(signal: AbortSignal): Promise<Checkpointer<State>> {
    const { stream, store, codec, initialState } = this.options;
    const streamId = await streamIdOf(this.options, signal);
    return Checkpointer.resume({
      store,
      codec,
      streamId,
      initialState,
      onNewIncarnation: () => this.report({ type: 'new-incarnation', stream, streamId }),
    });
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof KinesisCallError && error.code === 'ResourceNotFoundException';

/** Ends early, without a failure, when the signal says so. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
