import { createSecretKey } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LOGGER, Tracing, type Logger } from '#lib/bootstrap';
import type { AccountScope } from '#lib/kinesis';
import { KEY_PROVIDER, STORAGE, type KeyProvider, type Storage } from '#lib/ports';
import { EVENT_LOOP_TIMERS, ShardRouter, StreamCatalogue } from '#lib/shard';
import { AccessGuard } from './access/access.guard.js';
import { ACCESS, openAccess, type AccessOptions } from './access/access.js';
import { AwsRoute } from './aws/aws.route.js';
import { KinesisMetrics } from './metrics/kinesis-metrics.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OPERATION_CONTEXT, type OperationContext } from './operation-context.js';
import { PushModule } from './push/push.module.js';
import { ShardSubscriptions } from './push/shard-subscriptions.js';
import { RandomPool } from './random-pool.js';
import { OpenApiController } from './rest/openapi.controller.js';
import { REST_CONTROLLERS } from './rest/rest-controllers.js';
import { RestFailureFilter } from './rest/rest-failure.filter.js';
import { TracedShards } from './tracing/traced-shards.js';
import { IdempotentPuts } from './idempotency/idempotent-puts.js';
import { RestOperations } from './rest/rest-operations.js';

export interface GatewayOptions extends Pick<AccessOptions, 'internalKey'> {
  /** The module that exports STORAGE. */
  readonly storage: DynamicModule;
  /** The module that exports SHARD_CLIENT. */
  readonly shards: DynamicModule;
  /** The module that exports the StreamCatalogue. */
  readonly catalogue: DynamicModule;
  /** The module that exports KEY_PROVIDER. */
  readonly keys: DynamicModule;
  readonly scope: AccountScope;
  /** Who may come in. */
  readonly access: AccessOptions['settings'];
  /** Open shards that all streams together may have. */
  readonly shardQuota: number;
  /** `aws` where a consumer gets of a shard what AWS gives it. */
  readonly shardLimits: 'off' | 'aws';
}

const CLOCK = { nowMs: Date.now };

/** The operations, with the Kinesis API and REST as their doors; gRPC is a module of its own. */
@Module({})
export class GatewayModule {
  static with(options: GatewayOptions): DynamicModule {
    const metrics = MetricsModule.with(options);
    const push = PushModule.with({ ...options, metrics });
    return {
      module: GatewayModule,
      imports: [options.storage, options.catalogue, options.keys, metrics, push],
      controllers: [...REST_CONTROLLERS, OpenApiController],
      providers: [
        {
          provide: OPERATION_CONTEXT,
          inject: [
            StreamCatalogue,
            STORAGE,
            ShardRouter,
            ShardSubscriptions,
            KEY_PROVIDER,
            KinesisMetrics,
            Tracing,
            LOGGER,
          ],
          useFactory: (
            catalogue: StreamCatalogue,
            { installation }: Storage,
            router: ShardRouter,
            subscriptions: ShardSubscriptions,
            keys: KeyProvider,
            counts: KinesisMetrics,
            { tracer }: Tracing,
            logger: Logger,
          ): OperationContext => ({
            catalogue,
            router: tracer === undefined ? router : new TracedShards(router, tracer),
            subscriptions,
            keys,
            scope: options.scope,
            shardQuota: options.shardQuota,
            seal: { key: createSecretKey(installation.tokenKey), randomBytes: new RandomPool().take },
            clock: CLOCK,
            metrics: counts,
            onUnexpected: (error) =>
              logger.error({ err: error }, 'an operation failed in a way nobody foresaw'),
          }),
        },
        {
          provide: ACCESS,
          inject: [OPERATION_CONTEXT, LOGGER],
          useFactory: (context: OperationContext, logger: Logger) => {
            const { access: settings, internalKey } = options;
            return openAccess({ settings, internalKey, context, logger, timers: EVENT_LOOP_TIMERS });
          },
        },
        AccessGuard,
        {
          provide: RestOperations,
          inject: [AccessGuard, OPERATION_CONTEXT],
          useFactory: (access: AccessGuard, context: OperationContext) => new RestOperations(access, context),
        },
        {
          provide: IdempotentPuts,
          inject: [OPERATION_CONTEXT],
          useFactory: (context: OperationContext) => new IdempotentPuts(context),
        },
        AwsRoute,
        { provide: APP_FILTER, useClass: RestFailureFilter },
      ],
      exports: [OPERATION_CONTEXT, ACCESS, metrics],
    };
  }
}
