import type { EventEmitter } from 'node:events';
import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SHARD_LIMITS, type AccountScope } from '#lib/kinesis';
import { SHARD_CLIENT, type ShardClient } from '#lib/ports';
import { EVENT_LOOP_TIMERS, ShardRouter, StreamCatalogue } from '#lib/shard';
import { KinesisMetrics } from '../metrics/kinesis-metrics.js';
import { ShardSubscriptions } from './shard-subscriptions.js';

export interface PushOptions {
  /** The module that exports SHARD_CLIENT. */
  readonly shards: DynamicModule;
  /** The module that exports the StreamCatalogue. */
  readonly catalogue: DynamicModule;
  /** The module that exports KinesisMetrics. */
  readonly metrics: DynamicModule;
  readonly scope: AccountScope;
  /** `aws` where a consumer gets of a shard what AWS gives it. */
  readonly shardLimits: 'off' | 'aws';
}

/** The way to the shards' owners, and who gets what they store pushed. */
@Module({})
export class PushModule implements OnModuleInit {
  constructor(
    @Inject(ShardSubscriptions) private readonly subscriptions: ShardSubscriptions,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
  ) {}

  static with({ shards, catalogue, metrics, scope, shardLimits }: PushOptions): DynamicModule {
    const limit = shardLimits === 'aws' ? { limit: SHARD_LIMITS.consumerBytes } : {};
    const own = { scope, clock: { nowMs: Date.now }, timers: EVENT_LOOP_TIMERS, ...limit };
    return {
      module: PushModule,
      imports: [shards, catalogue, metrics],
      providers: [
        {
          provide: ShardRouter,
          inject: [SHARD_CLIENT],
          useFactory: (client: ShardClient) =>
            new ShardRouter({ clientFor: () => client, timers: EVENT_LOOP_TIMERS, random: Math.random }),
        },
        {
          provide: ShardSubscriptions,
          inject: [StreamCatalogue, ShardRouter, KinesisMetrics],
          useFactory: (streams: StreamCatalogue, router: ShardRouter, counts: KinesisMetrics) =>
            new ShardSubscriptions({ catalogue: streams, router, metrics: counts, ...own }),
        },
      ],
      exports: [ShardRouter, ShardSubscriptions],
    };
  }

  /** Streams without an end would keep the doors open as long as they may stay open. */
  onModuleInit(): void {
    const server: EventEmitter = this.adapterHost.httpAdapter.getHttpServer();
    server.once('draining', () => this.subscriptions.stop());
  }
}
