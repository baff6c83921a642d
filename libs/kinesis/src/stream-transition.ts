import { resourceInUse, type KinesisError } from './errors.js';
import type { AccountScope } from './stream-arn.js';
import type { Stream, StreamEvent } from './stream.js';

/** For how long a stream or a consumer stays in a status that passes. */
export interface TransitionTime {
  readonly nowMs: number;
  readonly transitionMs: number;
}

/**
 * What ends by itself, of a stream that is neither CREATING nor DELETING: UPDATING, and the same of its consumers.
 *
 * @returns the events that are due, and in how many milliseconds the next ones are; undefined where none will be.
 */
export function decideDueTransitions(
  stream: Stream,
  time: TransitionTime,
): { readonly events: readonly StreamEvent[]; readonly nextInMs: number | undefined } {
  const events: StreamEvent[] = [];
  let nextInMs: number | undefined;
  for (const { sinceMs, event } of pendingTransitions(stream, time.nowMs)) {
    const leftMs = transitionLeftMs(sinceMs, time);
    if (leftMs === 0) events.push(event);
    else nextInMs = Math.min(leftMs, nextInMs ?? leftMs);
  }
  return { events, nextInMs };
}

/** How much longer a status has to last; 0 where it may end. */
export function transitionLeftMs(sinceMs: number, { nowMs, transitionMs }: TransitionTime): number {
  const leftMs = sinceMs + transitionMs - nowMs;
  // A status that has begun in the future has begun on another clock, which says nothing about how long to wait.
  return leftMs <= 0 || leftMs > transitionMs ? 0 : leftMs;
}

/** Whether something of the stream is in a status that passes. */
export function isInTransition(stream: Stream): boolean {
  return stream.status !== 'ACTIVE' || stream.consumers.some(({ status }) => status !== 'ACTIVE');
}

interface PendingTransition {
  readonly sinceMs: number;
  readonly event: StreamEvent;
}

function pendingTransitions({ id, status, statusSinceMs, consumers }: Stream, nowMs: number) {
  const pending: PendingTransition[] = [];
  const happening = { streamId: id, atMs: nowMs };
  if (status === 'UPDATING')
    pending.push({ sinceMs: statusSinceMs, event: { type: 'StreamUpdateFinished', ...happening } });
  for (const consumer of consumers) {
    if (consumer.status === 'ACTIVE') continue;
    const type = consumer.status === 'CREATING' ? 'ConsumerActivated' : 'ConsumerDeregistered';
    const event = { type, consumerName: consumer.name, ...happening } as const;
    pending.push({ sinceMs: consumer.statusSinceMs, event });
  }
  return pending;
}

/**
 * Refuses a control call on a stream that is CREATING, UPDATING or DELETING.
 *
 * @throws KinesisError ResourceInUseException.
 */
export function checkActive(stream: Stream, scope: AccountScope): void {
  if (stream.status !== 'ACTIVE') throw notActive(stream, scope);
}

/** The refusal of a call that the stream's status does not allow. Source of the sentence: recorded against AWS. */
export function notActive({ name, status }: Stream, { accountId }: AccountScope): KinesisError {
  return resourceInUse(`Stream ${name} under account ${accountId} not ACTIVE, instead in state ${status}`);
}
