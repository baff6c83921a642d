import { randomBytes } from 'node:crypto';
import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { LOGGER, writeLogLine, type Logger } from '#lib/bootstrap';
import { newStreamId, type AccountScope } from '#lib/kinesis';
import { STORAGE, type Storage } from '#lib/ports';
import { EVENT_LOOP_TIMERS, StreamCatalogue } from '#lib/shard';

export interface CatalogueOptions {
  /** The module that exports STORAGE. */
  readonly storage: DynamicModule;
  readonly scope: AccountScope;
  /** How long a stream stays CREATING, UPDATING or DELETING, in milliseconds. */
  readonly streamTransitionMs: number;
  /** Open shards that all streams together may have. */
  readonly shardQuota: number;
}

/** The streams as this process knows them, once for all of its apps. Whoever wants them asks for StreamCatalogue. */
@Module({})
export class CatalogueModule implements BeforeApplicationShutdown {
  constructor(@Inject(StreamCatalogue) private readonly catalogue: StreamCatalogue) {}

  static with(options: CatalogueOptions): DynamicModule {
    const provider = {
      provide: StreamCatalogue,
      inject: [STORAGE, LOGGER],
      useFactory: (storage: Storage, logger: Logger) => startCatalogue(storage, logger, options),
    };
    return {
      module: CatalogueModule,
      imports: [options.storage],
      providers: [provider],
      exports: [StreamCatalogue],
    };
  }

  /**
   * After the doors and the shards, which need it to the end: streams that are being made or deleted are finished, or
   * left to the next start.
   */
  async beforeApplicationShutdown(): Promise<void> {
    await this.catalogue.stop();
  }
}

async function startCatalogue(
  { controlLog, shardLog }: Storage,
  logger: Logger,
  { scope, streamTransitionMs, shardQuota }: CatalogueOptions,
): Promise<StreamCatalogue> {
  const catalogue = new StreamCatalogue({
    controlLog,
    shardLog,
    clock: { nowMs: Date.now },
    timers: EVENT_LOOP_TIMERS,
    newStreamId: () => newStreamId(randomBytes),
    scope,
    transitionMs: streamTransitionMs,
    shardQuota,
    onEvent: ({ logLine }) => writeLogLine(logger, logLine),
  });
  await catalogue.start();
  return catalogue;
}
