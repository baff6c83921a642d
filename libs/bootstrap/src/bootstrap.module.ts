import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './config.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import type { Logger } from './logger.js';
import { MetricsController } from './metrics.controller.js';
import { processMetrics } from './process-metrics.js';
import { Telemetry } from './telemetry.js';

/** What every process has before its first module. Modules inject `LOGGER` and `Health`; settings come by their `with`. */
export interface Frame {
  readonly config: Config;
  readonly logger: Logger;
  readonly health: Health;
}

export const LOGGER = Symbol('Logger');

/** Gives logger, health and telemetry to every module of the process, and answers /livez, /readyz and /metrics. */
@Module({ controllers: [HealthController, MetricsController] })
export class BootstrapModule {
  static with({ logger, health }: Frame): DynamicModule {
    const providers = [
      { provide: LOGGER, useValue: logger },
      { provide: Health, useValue: health },
      { provide: Telemetry, useFactory: startTelemetry },
    ];
    return { module: BootstrapModule, global: true, providers, exports: providers };
  }
}

function startTelemetry(): Telemetry {
  const telemetry = new Telemetry();
  telemetry.register(processMetrics());
  return telemetry;
}
