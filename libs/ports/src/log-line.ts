/**
 * What a happening looks like in a log; normal operation is `debug`. Whoever writes the log takes it by its shape: actor
 * and bootstrap, which import no lib, each have the same.
 */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  /** An `error` among them is written with its stack. */
  readonly fields: Readonly<Record<string, unknown>>;
}
