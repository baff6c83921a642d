import { Module, type DynamicModule } from '@nestjs/common';
import { Telemetry } from '#lib/bootstrap';
import { StreamCatalogue } from '#lib/shard';
import { ReportedMetrics } from '../metric-data/reported-metrics.js';
import { KinesisMetrics } from './kinesis-metrics.js';

export interface MetricsOptions {
  /** The module that exports StreamCatalogue. */
  readonly catalogue: DynamicModule;
}

/** What the gateway measures, and what is reported to it. */
@Module({})
export class MetricsModule {
  static with({ catalogue }: MetricsOptions): DynamicModule {
    const now = (): number => performance.now();
    const providers = [
      {
        provide: KinesisMetrics,
        inject: [StreamCatalogue, Telemetry],
        useFactory: (streams: StreamCatalogue, telemetry: Telemetry) => {
          const metrics = new KinesisMetrics({ now, account: () => streams.account() });
          telemetry.register(metrics);
          return metrics;
        },
      },
      {
        provide: ReportedMetrics,
        inject: [Telemetry],
        useFactory: (telemetry: Telemetry) => {
          const reported = new ReportedMetrics(now);
          telemetry.register(reported);
          telemetry.addSource(() => reported.metrics());
          return reported;
        },
      },
    ];
    return {
      module: MetricsModule,
      imports: [catalogue],
      providers,
      exports: [KinesisMetrics, ReportedMetrics],
    };
  }
}
