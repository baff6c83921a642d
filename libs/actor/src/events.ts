import type { AbandonedOutcome, StopReason } from './behaviour.js';
import type { Verdict } from './supervisor.js';
import { unreachable } from './unreachable.js';

/** What a happening looks like in a log. Normal operation is `debug`. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What happens in the runtime. Every event knows its own log line. */
export type ActorEvent =
  ActorStarted | ActorStopped | ActorCrashed | MessagesAbandoned | CleanupFailed | SystemDrained;

/** An instance is ready for its first batch. */
export class ActorStarted {
  readonly type = 'actor-started';

  constructor(readonly key: string) {}

  get logLine(): LogLine {
    return { level: 'debug', message: 'actor started', fields: { key: this.key } };
  }
}

/** An actor is gone; the next tell to its key activates it anew. */
export class ActorStopped {
  readonly type = 'actor-stopped';

  constructor(
    readonly key: string,
    readonly reason: StopReason,
  ) {}

  get logLine(): LogLine {
    return { level: 'debug', message: 'actor stopped', fields: { key: this.key, reason: this.reason.type } };
  }
}

/** `start` or `receive` failed; the verdict says what follows. An escalated crash is for the owner of the process. */
export class ActorCrashed {
  readonly type = 'actor-crashed';

  constructor(
    readonly key: string,
    readonly error: unknown,
    readonly verdict: Verdict,
  ) {}

  get logLine(): LogLine {
    const { key, error, verdict } = this;
    switch (verdict.directive) {
      case 'resume':
        return { level: 'warn', message: 'actor crashed and resumes', fields: { key, error } };
      case 'restart': {
        const fields = { key, error, restarts: verdict.restartsMs.length, delayMs: verdict.delayMs };
        return { level: 'warn', message: 'actor crashed and restarts', fields };
      }
      case 'stop':
      case 'escalate': {
        const level = verdict.directive === 'stop' ? 'error' : 'fatal';
        const message = verdict.isBudgetSpent
          ? 'actor crashed too often and stops'
          : 'actor crashed and stops';
        return { level, message, fields: { key, error } };
      }
      default:
        return unreachable(verdict);
    }
  }
}

/** Callers were told that their messages were not finished. */
export class MessagesAbandoned {
  readonly type = 'messages-abandoned';

  constructor(
    readonly key: string,
    readonly count: number,
    readonly outcome: AbandonedOutcome,
  ) {}

  get logLine(): LogLine {
    const { key, count, outcome } = this;
    return { level: 'warn', message: 'messages abandoned', fields: { key, count, outcome } };
  }
}

/** `stop` or `abandon` of a behaviour threw: a bug of the behaviour; the runtime went on. */
export class CleanupFailed {
  readonly type = 'cleanup-failed';

  constructor(
    readonly key: string,
    readonly step: 'stop' | 'abandon',
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { key, step, error } = this;
    return { level: 'error', message: `actor failed to ${step}`, fields: { key, error } };
  }
}

/** Intake is closed and every actor is gone; `cutOff` of them were not finished at the deadline. */
export class SystemDrained {
  readonly type = 'system-drained';

  constructor(
    readonly actors: number,
    readonly cutOff: number,
  ) {}

  get logLine(): LogLine {
    const { actors, cutOff } = this;
    return { level: cutOff === 0 ? 'debug' : 'warn', message: 'actors drained', fields: { actors, cutOff } };
  }
}
