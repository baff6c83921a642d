import { unreachable } from '#lib/kinesis';
import type { LogLine } from '#lib/ports';

/** What happens to a consumer that its operator should know. */
export type ConsumerEvent =
  | { readonly type: 'new-incarnation'; readonly stream: string; readonly streamId: string }
  /** The stream does not exist (any more); reading begins when somebody makes it. */
  | { readonly type: 'waiting'; readonly stream: string }
  /** Something failed: the door is closed, or the fold threw. It tries again by itself. */
  | { readonly type: 'went-back'; readonly stream: string; readonly cause: Error; readonly pauseMs: number };

/** The event's log line; normal operation is `debug`. */
export function logLineOf(event: ConsumerEvent): LogLine {
  const { type: _, ...fields } = event;
  switch (event.type) {
    case 'new-incarnation':
      return { level: 'warn', message: 'the stream was made anew: its consumer begins anew', fields };
    case 'waiting':
      return { level: 'debug', message: 'the stream does not exist: waiting for it', fields };
    case 'went-back': {
      const { cause, stream, pauseMs } = event;
      const message = `the consumer goes back to its last commit: ${cause.message}`;
      return { level: 'warn', message, fields: { stream, pauseMs, error: cause } };
    }
    default:
      return unreachable(event);
  }
}
