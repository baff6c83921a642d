import { createSecretKey, randomBytes } from 'node:crypto';
import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LOGGER, writeLogLine, type Logger } from '#lib/bootstrap';
import { KinesisError, newStreamId, type AccountScope } from '#lib/kinesis';
import {
  KEY_PROVIDER,
  SHARD_CLIENT,
  STORAGE,
  type KeyProvider,
  type ShardClient,
  type Storage,
} from '#lib/ports';
import { EVENT_LOOP_TIMERS, ShardRouter, StreamCatalogue } from '#lib/shard';
import { AwsRoute } from './aws/aws.route.js';
import { OPERATION_CONTEXT, type OperationContext } from './operation-context.js';
import { RandomPool } from './random-pool.js';
import { OpenApiController } from './rest/openapi.controller.js';
import { RecordsController } from './rest/records.controller.js';
import { RestFailureFilter } from './rest/rest-failure.filter.js';
import { StreamsController } from './rest/streams.controller.js';

export interface GatewayOptions {
  /** The module that exports STORAGE. */
  readonly storage: DynamicModule;
  /** The module that exports SHARD_CLIENT. */
  readonly shards: DynamicModule;
  readonly scope: AccountScope;
  /** How long a stream stays CREATING or DELETING, in milliseconds. */
  readonly streamTransitionMs: number;
  /** Open shards that all streams together may have. */
  readonly shardQuota: number;
}

const CLOCK = { nowMs: Date.now };

/** Where nobody provides master keys, no stream can be encrypted. */
const NO_KEYS: OperationContext['keys'] = {
  async generateDataKey(keyId) {
    throw new KinesisError('KMSNotFoundException', `There is no key ${keyId}: this gateway has no keys.`);
  },
};

/** The operations, with the Kinesis API and REST as their doors; gRPC is a module of its own. */
@Module({})
export class GatewayModule implements BeforeApplicationShutdown {
  constructor(@Inject(StreamCatalogue) private readonly catalogue: StreamCatalogue) {}

  static with(options: GatewayOptions): DynamicModule {
    return {
      module: GatewayModule,
      imports: [options.storage, options.shards],
      controllers: [StreamsController, RecordsController, OpenApiController],
      providers: [
        {
          provide: StreamCatalogue,
          inject: [STORAGE, LOGGER],
          useFactory: (storage: Storage, logger: Logger) => startCatalogue(storage, logger, options),
        },
        {
          provide: OPERATION_CONTEXT,
          inject: [
            StreamCatalogue,
            STORAGE,
            SHARD_CLIENT,
            LOGGER,
            { token: KEY_PROVIDER, optional: true },
          ],
          useFactory: (
            catalogue: StreamCatalogue,
            { installation }: Storage,
            shards: ShardClient,
            logger: Logger,
            keys: KeyProvider | undefined,
          ): OperationContext => ({
            catalogue,
            router: new ShardRouter({
              clientFor: () => shards,
              timers: EVENT_LOOP_TIMERS,
              random: Math.random,
            }),
            keys: keys ?? NO_KEYS,
            scope: options.scope,
            shardQuota: options.shardQuota,
            seal: { key: createSecretKey(installation.tokenKey), randomBytes: new RandomPool().take },
            clock: CLOCK,
            onUnexpected: (error) =>
              logger.error({ err: error }, 'an operation failed in a way nobody foresaw'),
          }),
        },
        AwsRoute,
        { provide: APP_FILTER, useClass: RestFailureFilter },
      ],
      exports: [OPERATION_CONTEXT],
    };
  }

  /** The doors are closed by now: streams that are being made or deleted are finished, or left to the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.catalogue.stop();
  }
}

async function startCatalogue(
  { controlLog, shardLog }: Storage,
  logger: Logger,
  { scope, streamTransitionMs, shardQuota }: GatewayOptions,
): Promise<StreamCatalogue> {
  const catalogue = new StreamCatalogue({
    controlLog,
    shardLog,
    clock: CLOCK,
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
