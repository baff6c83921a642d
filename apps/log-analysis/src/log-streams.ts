import { join } from 'node:path';
import {
  Consumer,
  type ConsumerEvent,
  createKinesisClient,
  FileStateStore,
  type KinesisClient,
  type KinesisClientOptions,
} from '#lib/consumer';
import type { LogTemplates } from './log-templates.js';
import {
  evolveStreamTemplates,
  noStreamTemplates,
  STATE_VERSION,
  type StreamTemplates,
} from './stream-templates.js';

/** Where the Kinesis API is, and whom to trust there. */
export type KinesisEndpoint = Pick<KinesisClientOptions, 'endpoint' | 'trust'>;

export interface LogStreamsOptions extends Pick<KinesisClientOptions, 'credentials' | 'region'> {
  /** Asked once, and may be answered as late as the door opens. */
  readonly endpoint: () => KinesisEndpoint | Promise<KinesisEndpoint>;
  /** The streams whose records are log lines. */
  readonly streams: readonly string[];
  /** The folder for one document per stream: positions and templates. */
  readonly stateDirectory: string;
  readonly onEvent?: (event: ConsumerEvent) => void;
}

/**
 * The streams whose logs are analysed, each read by a consumer of its own.
 *
 * Invariants: a stream's templates are the fold of exactly the records before the positions in its document; a crash leaves
 * the last document, from which the next start goes on.
 */
export class LogStreams {
  private readonly consumers = new Map<string, Consumer<StreamTemplates>>();
  private client: KinesisClient | undefined;
  private opening: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly options: LogStreamsOptions) {}

  get names(): readonly string[] {
    return this.options.streams;
  }

  /**
   * Begins to read as soon as the endpoint is known; a door that is closed and a stream that does not exist are tried again.
   *
   * @throws what `endpoint` threw; otherwise resolves when every consumer has begun.
   */
  start(): Promise<void> {
    this.opening ??= this.open();
    return this.opening;
  }

  /** Finishes the batches in hand and commits them. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
    this.client?.close();
  }

  /** The folds of one stream's shards, or of all; empty before the first record. */
  folds(stream?: string): readonly LogTemplates[] {
    return this.selected(stream).flatMap((consumer) => Object.values(consumer.state().shards));
  }

  /** How far the slowest shard is behind, in milliseconds; undefined while a stream has not been read yet. */
  behindMs(stream?: string): number | undefined {
    const behind = this.selected(stream).map((consumer) => consumer.behindLatestMs());
    if (behind.length === 0) return undefined;
    return behind.reduce((most, ms) =>
      most === undefined || ms === undefined ? undefined : Math.max(most, ms),
    );
  }

  private async open(): Promise<void> {
    const endpoint = await this.options.endpoint();
    if (this.isStopped) return;
    const client = createKinesisClient({ ...this.options, ...endpoint });
    this.client = client;
    for (const stream of this.options.streams) {
      const consumer = this.consumerOf(stream, client);
      this.consumers.set(stream, consumer);
      consumer.start();
    }
  }

  private consumerOf(stream: string, client: KinesisClient): Consumer<StreamTemplates> {
    const { stateDirectory, onEvent } = this.options;
    return new Consumer({
      client,
      stream,
      store: new FileStateStore(join(stateDirectory, 'log-analysis', `${stream}.v${STATE_VERSION}.json`)),
      initialState: noStreamTemplates,
      fold: evolveStreamTemplates,
      ...(onEvent ? { onEvent } : {}),
    });
  }

  private selected(stream: string | undefined): readonly Consumer<StreamTemplates>[] {
    if (stream === undefined) return [...this.consumers.values()];
    const consumer = this.consumers.get(stream);
    return consumer ? [consumer] : [];
  }
}
