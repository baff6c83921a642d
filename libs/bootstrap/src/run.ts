// The life of every process: configuration, start, signals, end.
import type { Frame } from './bootstrap.module.js';
import { ConfigError, parseConfig } from './config.js';
import { tuneGarbageCollector } from './garbage-collector.js';
import { Health } from './health.js';
import { createLogger } from './logger.js';
import { stopOnSignals } from './stop-on-signals.js';
import { StartError } from './start-error.js';

/** What an app's main.ts says about itself. */
export interface Program {
  readonly app: string;
  /** Starts everything; what it started is stopped again where it throws. */
  readonly start: (frame: Frame) => Promise<Running>;
}

export interface Running {
  /** Ends everything that start() began. */
  readonly stop: () => Promise<void>;
}

/** Runs a program until a signal ends it. A start that fails for a known reason says so in plain words: exit code 1. */
export async function run({ app, start }: Program): Promise<void> {
  tuneGarbageCollector();
  try {
    const config = parseConfig(process.env);
    const logger = createLogger({ app, level: config.logLevel });
    const starting = start({ config, logger, health: new Health() });
    stopOnSignals({
      signals: process,
      stop: async () => (await starting).stop(),
      exit: (code) => process.exit(code),
      now: () => performance.now(),
      report: (error) => logger.error({ err: error }, 'did not stop in order'),
    });
    await starting;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
