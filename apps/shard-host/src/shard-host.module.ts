import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { DEFAULT_MAILBOX } from '#lib/actor';
import { LOGGER, Telemetry, writeLogLine, type Logger } from '#lib/bootstrap';
import { KEY_PROVIDER, SHARD_CLIENT, STORAGE, type KeyProvider, type Storage } from '#lib/ports';
import {
  EncryptedShardLog,
  EVENT_LOOP_TIMERS,
  LocalShardClient,
  StreamCatalogue,
  StreamKeys,
} from '#lib/shard';
import { shardMetrics } from './shard-metrics.js';

export interface ShardHostOptions {
  /** The module that exports STORAGE. */
  readonly storage: DynamicModule;
  /** The module that exports the StreamCatalogue. */
  readonly catalogue: DynamicModule;
  /** The module that exports KEY_PROVIDER. */
  readonly keys: DynamicModule;
  /** How many requests may wait at one shard. */
  readonly mailboxMessages: number;
  /** How many bytes of records may wait at one shard; more than the largest request has. */
  readonly mailboxBytes: number;
  /** After how long without a request a shard leaves memory. */
  readonly shardIdleMs: number;
  /** Whether each shard has the limits of one of AWS's. */
  readonly shardLimits: 'off' | 'aws';
}

/**
 * Shorter than a shard waits for a storage that went away (3 s): doors, shards and Redis together have 9.5 s to end. What
 * still waits then is refused, and what was sent is said to be unknown.
 */
const DRAIN_MS = 2_500;

/** Serves shards in this process. Whoever wants them asks for SHARD_CLIENT. */
@Module({})
export class ShardHostModule implements BeforeApplicationShutdown {
  constructor(
    @Inject(SHARD_CLIENT) private readonly shards: LocalShardClient,
    @Inject(Telemetry) telemetry: Telemetry,
  ) {
    telemetry.register(shardMetrics(shards));
  }

  static with(options: ShardHostOptions): DynamicModule {
    return {
      module: ShardHostModule,
      imports: [options.storage, options.catalogue, options.keys],
      providers: [
        {
          provide: SHARD_CLIENT,
          inject: [STORAGE, StreamCatalogue, KEY_PROVIDER, LOGGER],
          useFactory: (storage: Storage, catalogue: StreamCatalogue, provider: KeyProvider, logger: Logger) =>
            new LocalShardClient({
              shardLog: new EncryptedShardLog({
                log: storage.shardLog,
                keys: new StreamKeys({
                  catalogue,
                  provider,
                  onEvent: ({ logLine }) => writeLogLine(logger, logLine),
                }),
                randomBytes,
              }),
              clock: { nowMs: Date.now },
              timers: EVENT_LOOP_TIMERS,
              random: Math.random,
              owner: `${hostname()} ${process.pid}`,
              onEvent: ({ logLine }) => writeLogLine(logger, logLine),
              mailbox: {
                ...DEFAULT_MAILBOX,
                maxMessages: options.mailboxMessages,
                maxBytes: options.mailboxBytes,
              },
              passivateAfterMs: options.shardIdleMs,
              shardLimits: options.shardLimits,
            }),
        },
      ],
      exports: [SHARD_CLIENT],
    };
  }

  /** The doors are closed by now, and the storage is still there: what waits is stored and acknowledged. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.shards.drain(DRAIN_MS);
  }
}
