import type { Timers } from '#lib/actor';
import {
  decideCreateStream,
  decideDeleteStream,
  resolveStream,
  streamNotFound,
  type Account,
  type AccountEvent,
  type AccountScope,
  type CreateStream,
  type DeleteStream,
  type Stream,
  type StreamDecisionContext,
  type StreamId,
  type StreamReference,
} from '#lib/kinesis';
import type { Clock, ControlLog, ShardLog } from '#lib/ports';
import { AccountLog } from './account-log.js';
import type { CatalogueEvent } from './catalogue-event.js';
import { StreamTransitions } from './stream-transitions.js';

export interface StreamCatalogueOptions {
  readonly controlLog: ControlLog;
  readonly shardLog: Pick<ShardLog, 'open' | 'delete'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** A new id at each call. */
  readonly newStreamId: () => StreamId;
  readonly scope: AccountScope;
  /** How long CREATING, UPDATING and DELETING last at least; 0 for as short as can be. */
  readonly transitionMs: number;
  /** Open shards that the account may have. */
  readonly shardQuota: number;
  readonly onEvent?: (event: CatalogueEvent) => void;
}

/**
 * The streams that there are: every process holds the same ones, because it follows the same control log.
 *
 * Invariant: what `account` and `stream` answer is some version of the log, at most a moment old; what the other methods
 * answer stands in the log.
 */
export class StreamCatalogue {
  private readonly log: AccountLog;
  private readonly transitions: StreamTransitions;
  /** Objects, for a listener may listen twice. */
  private readonly listeners = new Set<{ readonly listener: () => void }>();

  constructor(private readonly options: StreamCatalogueOptions) {
    const { controlLog, timers, onEvent = () => undefined } = options;
    this.log = new AccountLog({
      controlLog,
      timers,
      onEvent,
      onFolded: (events) => {
        this.transitions.heed(events);
        for (const { listener } of this.listeners) listener();
      },
    });
    this.transitions = new StreamTransitions({ ...options, log: this.log, onEvent });
  }

  /**
   * Loads the streams, follows the control log, and goes on with streams that a crash left half made.
   *
   * @throws StorageError where the control log cannot be read.
   */
  async start(): Promise<void> {
    await this.log.start();
    await this.transitions.resume();
  }

  /** Resolves when everything that was begun has come to an end. */
  async stop(): Promise<void> {
    await this.transitions.stop();
    await this.log.stop();
  }

  /** The streams as this process knows them. */
  account(): Account {
    return this.log.account;
  }

  /**
   * Calls the listener each time that streams have changed, whoever changed them. It must not throw.
   *
   * @returns what ends it.
   */
  onChanged(listener: () => void): () => void {
    const listening = { listener };
    this.listeners.add(listening);
    return () => this.listeners.delete(listening);
  }

  /** @throws KinesisError ResourceNotFoundException, InvalidArgumentException. */
  stream(reference: StreamReference): Stream {
    return resolveStream(this.log.account, reference, this.options.scope);
  }

  /** Takes up what others have changed up to now. @throws StorageError */
  async refresh(): Promise<void> {
    await this.log.refresh();
  }

  /**
   * Creates a stream: ACTIVE where transitions take no time, else CREATING. It is CREATING too where its shard logs can
   * not be opened now; they will be.
   *
   * @throws KinesisError of `decideCreateStream`; LimitExceededException, ServiceUnavailable: too many changes at once;
   *   StorageError: nothing was created, or, if it is `unknown`, perhaps.
   */
  async createStream(command: CreateStream): Promise<Stream> {
    const { newStreamId, shardQuota, scope } = this.options;
    const streamId = newStreamId();
    await this.log.change((account) =>
      decideCreateStream(account, command, {
        nowMs: this.options.clock.nowMs(),
        streamId,
        shardQuota,
        scope,
      }),
    );
    await this.transitions.advance(streamId);
    return this.stream({ streamId });
  }

  /**
   * Deletes a stream: gone where transitions take no time, else DELETING.
   *
   * @throws KinesisError of `decideDeleteStream`, and as `createStream` does.
   */
  async deleteStream(streamId: StreamId, options: Omit<DeleteStream, 'streamId'> = {}): Promise<void> {
    const { clock, scope } = this.options;
    await this.log.change((account) =>
      decideDeleteStream(account, { streamId, ...options }, { nowMs: clock.nowMs(), scope }),
    );
    await this.transitions.advance(streamId);
  }

  /**
   * Changes a stream as `decide` says; no events mean that there is nothing to change. The stream is ACTIVE again where
   * transitions take no time, else UPDATING.
   *
   * @param decide gives the events from the newest version of the stream; it may be asked more than once.
   * @throws what `decide` throws; KinesisError ResourceNotFoundException; and as `createStream` does.
   */
  async updateStream(
    streamId: StreamId,
    decide: (stream: Stream, context: StreamDecisionContext) => readonly AccountEvent[],
  ): Promise<Stream> {
    const { clock, scope } = this.options;
    await this.log.change((account) => {
      const stream = account.streams.get(streamId);
      if (!stream) throw streamNotFound(`with id ${streamId}`, scope);
      return decide(stream, { account, nowMs: clock.nowMs(), scope });
    });
    await this.transitions.advance(streamId);
    return this.stream({ streamId });
  }

  /** Changes what belongs to the account as a whole. @throws as `updateStream`. */
  async updateAccount(
    decide: (account: Account, context: Omit<StreamDecisionContext, 'account'>) => readonly AccountEvent[],
  ): Promise<Account> {
    const { clock, scope } = this.options;
    await this.log.change((account) => decide(account, { nowMs: clock.nowMs(), scope }));
    return this.log.account;
  }
}
