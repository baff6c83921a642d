export { backoffMs, type Backoff } from './backoff.js';
export { AbandonedError } from './behaviour.js';
export type { AbandonedOutcome, ActorContext, Behaviour, StopReason } from './behaviour.js';
export type { TellResult } from './cell.js';
export {
  ActorCrashed,
  ActorStarted,
  ActorStopped,
  CleanupFailed,
  MessagesAbandoned,
  SystemDrained,
} from './events.js';
export type { ActorEvent } from './events.js';
export { Mailbox } from './mailbox.js';
export type { BatchLimits, MailboxLimits, Measured } from './mailbox.js';
export { DEFAULT_SUPERVISION, decideVerdict } from './supervisor.js';
export type { Crash, Directive, Supervision, Verdict } from './supervisor.js';
export { ActorSystem, DEFAULT_MAILBOX, DEFAULT_PASSIVATE_AFTER_MS } from './system.js';
export type { ActorSystemOptions, ActorSystemStats, DrainResult } from './system.js';
export { VirtualTimers } from './testing/virtual-timers.js';
export { pause, type Cancel, type Timers } from './timers.js';
