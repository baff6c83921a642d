/**
 * What an actor does. One instance lives from one start to one stop; after a crash a new one takes its place.
 * The runtime calls `start`, `receive` and `stop` one after the other, never two at a time, and waits for the
 * promise of each. A throw or a rejection of `start` or `receive` is a crash: the supervisor decides.
 */
export interface Behaviour<Message> {
  /** Prepares the state, before the first batch. Messages told meanwhile wait. */
  start?(context: ActorContext): Promise<void> | void;

  /** Takes a batch, oldest message first; the array belongs to the behaviour. It is finished when this returns. */
  receive(batch: readonly Message[], context: ActorContext): Promise<void> | void;

  /**
   * Releases what `start` took, after the last batch. Called once for every instance whose `start` was called,
   * even in vain, unless a drain's deadline passed before. A throw is reported and changes nothing.
   */
  stop?(reason: StopReason): Promise<void> | void;

  /**
   * Answers the callers of messages that will not be finished. Called exactly once for each of them, at any time
   * of the instance's life: before its start, after its stop, and at a drain's deadline even beside `receive`.
   */
  abandon(messages: readonly Message[], error: AbandonedError): void;
}

/** What a behaviour sees of its actor. */
export interface ActorContext {
  readonly key: string;

  /** Takes no more messages, finishes those that wait, then stops. A later tell activates the actor anew. */
  stop(): void;
}

/** Why an instance ends. */
export type StopReason =
  | { readonly type: 'passivated' }
  | { readonly type: 'asked' }
  | { readonly type: 'drained' }
  | { readonly type: 'restarting'; readonly error: unknown }
  | { readonly type: 'failed'; readonly error: unknown };

/**
 * What became of a message that was not finished: `unknown` when the actor crashed with it in hand, so that it may
 * have taken effect; `not-executed` when no behaviour ever received it, so that sending it elsewhere is safe.
 */
export type AbandonedOutcome = 'unknown' | 'not-executed';

/** Why messages were abandoned; `cause` is the crash, where there was one. */
export class AbandonedError extends Error {
  override readonly name = 'AbandonedError';

  constructor(
    readonly outcome: AbandonedOutcome,
    cause: unknown,
  ) {
    super(outcome === 'unknown' ? 'the actor crashed: outcome unknown' : 'the actor stopped: not executed', {
      cause,
    });
  }
}
