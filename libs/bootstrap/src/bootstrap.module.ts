import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from './config.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import type { Logger } from './logger.js';
import { MetricsController } from './metrics.controller.js';
import { processMetrics } from './process-metrics.js';
import { Telemetry } from './telemetry.js';
import { startTracing, Tracing } from './tracing.js';

/** What every process has before its first module. Modules inject `LOGGER` and `Health`; settings come by their `with`. */
export interface Frame {
  readonly config: Config;
  readonly logger: Logger;
  readonly health: Health;
}

export const LOGGER = Symbol('Logger');

/** Gives logger, health, telemetry and tracing to every module of the process, and answers /livez, /readyz and /metrics. */
@Module({ controllers: [HealthController, MetricsController] })
export class BootstrapModule implements OnApplicationShutdown {
  constructor(private readonly tracing: Tracing) {}

  static with({ config, logger, health }: Frame): DynamicModule {
    const providers = [
      { provide: LOGGER, useValue: logger },
      { provide: Health, useValue: health },
      { provide: Telemetry, useFactory: startTelemetry },
      { provide: Tracing, useFactory: () => startTracing(config.traceSampling, process.env) },
    ];
    return { module: BootstrapModule, global: true, providers, exports: providers };
  }

  /** The last calls were answered: their spans are sent. */
  async onApplicationShutdown(): Promise<void> {
    await this.tracing.close();
  }
}

function startTelemetry(): Telemetry {
  const telemetry = new Telemetry();
  telemetry.register(processMetrics());
  return telemetry;
}
