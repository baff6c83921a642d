import { Module, type DynamicModule } from '@nestjs/common';
import { Telemetry, Tracing } from '#lib/bootstrap';
import { StreamCatalogue } from '#lib/shard';
import { ReportedMetrics } from '../metric-data/reported-metrics.js';
import { ObservedCalls } from '../observed-calls.js';
import { CallSpans } from '../tracing/call-spans.js';
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
          telemetry.addSource(() => metrics.distributions());
          return metrics;
        },
      },
      {
        provide: ObservedCalls,
        inject: [Tracing, Telemetry],
        useFactory: ({ tracer, sampling }: Tracing, telemetry: Telemetry) => {
          const spans = tracer && new CallSpans({ tracer, sampling, random: Math.random });
          const calls = new ObservedCalls(spans);
          telemetry.register(calls);
          return calls;
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
      exports: [KinesisMetrics, ObservedCalls, ReportedMetrics],
    };
  }
}
