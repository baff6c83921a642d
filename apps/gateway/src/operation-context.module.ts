import { createSecretKey } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { LOGGER, Tracing, type Logger } from '#lib/bootstrap';
import type { AccountScope } from '#lib/kinesis';
import { KEY_PROVIDER, STORAGE, type KeyProvider, type Storage } from '#lib/ports';
import { ShardRouter, StreamCatalogue } from '#lib/shard';
import { ReportedMetrics } from './metric-data/reported-metrics.js';
import { KinesisMetrics } from './metrics/kinesis-metrics.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OPERATION_CONTEXT, type OperationContext } from './operation-context.js';
import { PushModule } from './push/push.module.js';
import { ShardSubscriptions } from './push/shard-subscriptions.js';
import { RandomPool } from './random-pool.js';
import { TracedShards } from './tracing/traced-shards.js';

export interface OperationContextOptions {
  /** The module that exports STORAGE. */
  readonly storage: DynamicModule;
  /** The module that exports SHARD_CLIENT. */
  readonly shards: DynamicModule;
  /** The module that exports the StreamCatalogue. */
  readonly catalogue: DynamicModule;
  /** The module that exports KEY_PROVIDER. */
  readonly keys: DynamicModule;
  readonly scope: AccountScope;
  /** Open shards that all streams together may have. */
  readonly shardQuota: number;
  /** `aws` where a consumer gets of a shard what AWS gives it. */
  readonly shardLimits: 'off' | 'aws';
}

/** How operations get to streams and shards. */
type Ways = Pick<OperationContext, 'catalogue' | 'router' | 'subscriptions'>;
const WAYS = Symbol('Ways');

/** What they keep from others. */
type Secrets = Pick<OperationContext, 'seal' | 'keys'>;
const SECRETS = Symbol('Secrets');

/** What they tell of. */
type Measures = Pick<OperationContext, 'metrics' | 'reported'>;
const MEASURES = Symbol('Measures');

/** What the operations work with, and what is measured of them; whatever door they are called by. */
@Module({})
export class OperationContextModule {
  static with(options: OperationContextOptions): DynamicModule {
    const metrics = MetricsModule.with(options);
    const push = PushModule.with({ ...options, metrics });
    const ways = {
      provide: WAYS,
      inject: [StreamCatalogue, ShardRouter, ShardSubscriptions, Tracing],
      useFactory: (
        catalogue: StreamCatalogue,
        router: ShardRouter,
        subscriptions: ShardSubscriptions,
        { tracer }: Tracing,
      ): Ways => ({
        catalogue,
        router: tracer === undefined ? router : new TracedShards(router, tracer),
        subscriptions,
      }),
    };
    const secrets = {
      provide: SECRETS,
      inject: [STORAGE, KEY_PROVIDER],
      useFactory: ({ installation }: Storage, keys: KeyProvider): Secrets => ({
        seal: { key: createSecretKey(installation.tokenKey), randomBytes: new RandomPool().take },
        keys,
      }),
    };
    const measures = {
      provide: MEASURES,
      inject: [KinesisMetrics, ReportedMetrics],
      useFactory: (counts: KinesisMetrics, reported: ReportedMetrics): Measures => ({
        metrics: counts,
        reported,
      }),
    };
    const context = {
      provide: OPERATION_CONTEXT,
      inject: [WAYS, SECRETS, MEASURES, LOGGER],
      useFactory: (to: Ways, kept: Secrets, told: Measures, logger: Logger): OperationContext => ({
        ...to,
        ...kept,
        ...told,
        scope: options.scope,
        shardQuota: options.shardQuota,
        clock: { nowMs: Date.now },
        onUnexpected: (error) => logger.error({ err: error }, 'an operation failed in a way nobody foresaw'),
      }),
    };
    return {
      module: OperationContextModule,
      imports: [options.storage, options.catalogue, options.keys, metrics, push],
      providers: [ways, secrets, measures, context],
      exports: [OPERATION_CONTEXT, metrics],
    };
  }
}
