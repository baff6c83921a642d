import type { KinesisClient } from '#lib/wire';
import type { CommitEvery } from './checkpointer.js';
import type { ConsumerEvent } from './consumer-event.js';
import type { Fold } from './record-processor.js';
import type { StateCodec } from './state-codec.js';
import type { StateStore } from './state-store.js';

export interface ConsumerOptions<State> {
  readonly client: KinesisClient;
  readonly stream: string;
  readonly store: StateStore;
  readonly initialState: () => State;
  readonly fold: Fold<State>;
  /** Default: the state is JSON. */
  readonly codec?: StateCodec<State>;
  /** Default: 10,000 records, 1,000 ms. */
  readonly commitEvery?: CommitEvery;
  /** Where shards that were never begun are begun; children of a reshard always from their beginning. Default TRIM_HORIZON. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST';
  /** How long to wait at a shard's tip before asking again, in milliseconds. Default 200: five reads a second and shard. */
  readonly pollMs?: number;
  readonly onEvent?: (event: ConsumerEvent) => void;
}

/** The options with their defaults, and where a session tells how far behind it is. */
export interface SessionOptions<State> extends Required<Omit<ConsumerOptions<State>, 'onEvent'>> {
  /** Undefined where the shard was read to its end. */
  readonly onBehind: (shardId: string, behindMs: number | undefined) => void;
}
