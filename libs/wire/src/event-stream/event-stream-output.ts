import type { SelfWritingOutput } from '../codec.js';

/**
 * An answer that is a stream of events. Whoever writes it calls `close` at its end, whatever the end was, and reads the
 * next event when there is room for it: so a slow reader slows nobody but itself.
 */
export abstract class EventStreamOutput {
  /** What the events are called: a member of the stream's union in the service model. */
  abstract readonly eventType: string;

  /** Resolves when the stream is about to end, though an event may still wait to be written. Never rejects. */
  abstract readonly ending: Promise<void>;

  /** Returns at a clean end. Throws what the client hears last. */
  abstract events(): AsyncIterable<SelfWritingOutput>;

  /** Lets go of everything. Calling it again does nothing. */
  abstract close(): void;
}
