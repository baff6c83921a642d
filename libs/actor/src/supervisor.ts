import { backoffMs, type Backoff } from './backoff.js';
import { unreachable } from './unreachable.js';

/**
 * Decides what follows a crash. Pure: the crash brings its instant and its random number along.
 *
 * `resume` goes on with the same instance, `restart` makes a new one after a back-off, `stop` ends the actor,
 * `escalate` ends it too and reports the failure as fatal to whoever owns the process.
 */
export type Directive = 'resume' | 'restart' | 'stop' | 'escalate';

/** How crashes are answered; the same for all actors of a system. */
export interface Supervision {
  /** What this error calls for. Must not throw. */
  readonly directiveFor: (error: unknown) => Directive;
  /** Restarts allowed within `windowMs`; the next crash in the window is answered by `whenExhausted`. */
  readonly maxRestarts: number;
  readonly windowMs: number;
  readonly whenExhausted: 'stop' | 'escalate';
  /** Before each restart of the window. */
  readonly backoff: Backoff;
}

export interface Crash {
  readonly error: unknown;
  readonly during: 'start' | 'receive';
  readonly nowMs: number;
  /** Instants of the actor's earlier restarts, oldest first; at most `maxRestarts`. */
  readonly restartsMs: readonly number[];
  /** 0 up to, not including, 1. */
  readonly random: number;
}

export type Verdict =
  | { readonly directive: 'resume' }
  | { readonly directive: 'restart'; readonly delayMs: number; readonly restartsMs: readonly number[] }
  | { readonly directive: 'stop' | 'escalate'; readonly isBudgetSpent: boolean };

/** Restarts on every error, five times a minute. Source of the delays: ARCHITECTURE §6, back-off before a claim. */
export const DEFAULT_SUPERVISION: Supervision = {
  directiveFor: () => 'restart',
  maxRestarts: 5,
  windowMs: 60_000,
  whenExhausted: 'stop',
  backoff: { firstMs: 100, maxMs: 2_000, jitter: 0.5 },
};

export function decideVerdict(supervision: Supervision, crash: Crash): Verdict {
  const directive = supervision.directiveFor(crash.error);
  switch (directive) {
    case 'resume':
      // An instance that failed to start has no state to go on with.
      return crash.during === 'start' ? decideRestart(supervision, crash) : { directive };
    case 'restart':
      return decideRestart(supervision, crash);
    case 'stop':
    case 'escalate':
      return { directive, isBudgetSpent: false };
    default:
      return unreachable(directive);
  }
}

function decideRestart(
  { maxRestarts, windowMs, whenExhausted, backoff }: Supervision,
  crash: Crash,
): Verdict {
  const recent = crash.restartsMs.filter((restartMs) => crash.nowMs - restartMs < windowMs);
  if (recent.length >= maxRestarts) return { directive: whenExhausted, isBudgetSpent: true };
  return {
    directive: 'restart',
    delayMs: backoffMs(backoff, { triesBefore: recent.length, random: crash.random }),
    restartsMs: [...recent, crash.nowMs],
  };
}
