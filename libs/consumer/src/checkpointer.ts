import type { StateCodec } from './state-codec.js';
import type { ShardPosition, ShardPositions, StateStore } from './state-store.js';

/** When progress is saved: after so many records, and at the latest after so long. */
export interface CommitEvery {
  readonly records: number;
  readonly ms: number;
}

export interface ResumeOptions<State> {
  readonly store: StateStore;
  readonly codec: StateCodec<State>;
  readonly streamId: string;
  readonly initialState: () => State;
  /** The store holds another incarnation's progress, which is left behind. */
  readonly onNewIncarnation: () => void;
}

/**
 * A consumer's progress in memory, and its way into the store.
 *
 * Invariants: state and position advance in one synchronous step, and `commit` is called between records only, so every
 * document that is saved is the fold of exactly the records before its positions. A crash leaves the last saved
 * document; what came after it is read again.
 */
export class Checkpointer<State> {
  private uncommitted = 0;

  private constructor(
    private readonly options: ResumeOptions<State>,
    private currentState: State,
    private currentPositions: ShardPositions,
  ) {}

  /** Goes on from what the store holds, unless it is of another incarnation of the stream: then from nothing. */
  static async resume<State>(options: ResumeOptions<State>): Promise<Checkpointer<State>> {
    const saved = await options.store.load();
    if (saved?.streamId === options.streamId) {
      return new Checkpointer(options, options.codec.decode(saved.state), saved.positions);
    }
    if (saved) options.onNewIncarnation();
    return new Checkpointer(options, options.initialState(), {});
  }

  get state(): State {
    return this.currentState;
  }

  get positions(): ShardPositions {
    return this.currentPositions;
  }

  /** How many records the next commit will cover. */
  get uncommittedRecords(): number {
    return this.uncommitted;
  }

  /** The shard's records up to the position are in the state now. */
  advance(progress: ShardProgress<State>): void {
    this.currentState = progress.state;
    this.currentPositions = { ...this.currentPositions, [progress.shardId]: progress.position };
    this.uncommitted += progress.records;
  }

  async commit(): Promise<void> {
    const { store, codec, streamId } = this.options;
    await store.save({ streamId, positions: this.currentPositions, state: codec.encode(this.currentState) });
    this.uncommitted = 0;
  }
}

export interface ShardProgress<State> {
  readonly shardId: string;
  readonly position: ShardPosition;
  readonly state: State;
  readonly records: number;
}
