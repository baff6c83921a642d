import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LOGGER, writeLogLine, type Logger } from '#lib/bootstrap';
import { logLineOf } from '#lib/consumer';
import { LogStreams, type LogStreamsOptions } from './log-streams.js';
import { TemplatesController } from './templates.controller.js';

export type LogAnalysisOptions = Omit<LogStreamsOptions, 'onEvent'>;

@Module({})
export class LogAnalysisModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(LogStreams) private readonly streams: LogStreams,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static with(options: LogAnalysisOptions): DynamicModule {
    const streams = {
      provide: LogStreams,
      inject: [LOGGER],
      useFactory: (logger: Logger) =>
        new LogStreams({ ...options, onEvent: (event) => writeLogLine(logger, logLineOf(event)) }),
    };
    return { module: LogAnalysisModule, controllers: [TemplatesController], providers: [streams] };
  }

  /** Does not wait: the door that the consumers read through may open only after this. */
  onApplicationBootstrap(): void {
    this.streams
      .start()
      .catch((error: unknown) =>
        this.logger.error({ err: error }, 'no endpoint to read the log streams from'),
      );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.streams.stop();
  }
}
