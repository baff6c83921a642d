import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { logLineOf } from '#lib/consumer';
import { LogStreams, type LogStreamsOptions } from './log-streams.js';
import { TemplatesController } from './templates.controller.js';

export type LogAnalysisOptions = Omit<LogStreamsOptions, 'onEvent'>;

const logger = new Logger('log-analysis');

@Module({})
export class LogAnalysisModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(LogStreams) private readonly streams: LogStreams) {}

  static with(options: LogAnalysisOptions): DynamicModule {
    const streams = new LogStreams({ ...options, onEvent: (event) => logger.warn(logLineOf(event)) });
    return {
      module: LogAnalysisModule,
      controllers: [TemplatesController],
      providers: [{ provide: LogStreams, useValue: streams }],
    };
  }

  /** Does not wait: the door that the consumers read through may open only after this. */
  onApplicationBootstrap(): void {
    this.streams
      .start()
      .catch((error: unknown) => logger.error('no endpoint to read the log streams from', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.streams.stop();
  }
}
