// Logs are JSON lines on standard error; standard output belongs to what the user asked for.
import type { LoggerService } from '@nestjs/common';
import { StartError } from './start-error.js';
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

export type { Logger };

/** Creates the logger of one process. `app` is on every line. */
export function createLogger({ app, level }: { readonly app: string; readonly level: string }): Logger {
  return pino(
    { level, base: { app }, timestamp: stdTimeFunctions.isoTime },
    destination({ fd: 2, sync: true }),
  );
}

/** What a happening says of itself. Every event of the libraries below has one. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Writes an event's own log line; its `error` becomes pino's `err`, which is written with its stack. */
export function writeLogLine(logger: Logger, { level, message, fields }: LogLine): void {
  const { error, ...rest } = fields;
  logger[level](error === undefined ? rest : { ...rest, err: error }, message);
}

/** Lets Nest log through `logger`. What Nest calls a log is normal operation, thus debug here. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: (message, ...rest) => logger.debug(context(rest), String(message)),
    warn: (message, ...rest) => logger.warn(context(rest), String(message)),
    error: (message, ...rest) => {
      // Whoever runs the process says it, in plain words and once.
      if (message instanceof StartError) return;
      logger.error({ ...context(rest), ...failure(message, rest) }, String(message));
    },
    fatal: (message, ...rest) =>
      logger.fatal({ ...context(rest), ...failure(message, rest) }, String(message)),
    debug: (message, ...rest) => logger.debug(context(rest), String(message)),
    verbose: (message, ...rest) => logger.trace(context(rest), String(message)),
  };
}

/** Nest's last argument is the name of the class that logs. */
function context(rest: readonly unknown[]): { context?: string } {
  const last = rest.at(-1);
  return typeof last === 'string' ? { context: last } : {};
}

/** Nest gives an error either itself or as the text of its stack before the context. */
function failure(message: unknown, rest: readonly unknown[]): { err?: Error; stack?: string } {
  if (message instanceof Error) return { err: message };
  const [stack] = rest;
  return rest.length > 1 && typeof stack === 'string' ? { stack } : {};
}
