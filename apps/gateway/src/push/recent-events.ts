import type { RecordBatch } from '#lib/ports';
import type { SubscriptionEvent } from './subscription-event.js';

/** Those of one turn of the event loop matter, for all subscribers of a shard read its new batch in one turn. */
const MOST_EVENTS = 16;
/** Of a batch's body: larger ones are rare, and would hold memory for long. */
const MOST_BYTES = 64 * 1024;

/**
 * The events that were made last, so that the subscribers of a shard share the one of its newest batch, and the work of
 * writing it.
 *
 * Invariants: at most `MOST_EVENTS` events, of batches up to `MOST_BYTES`; an event is given only for the batch it was
 * made of, and says nothing that differs between readers who are at the batch's end.
 */
export class RecentEvents {
  private readonly events = new Map<RecordBatch, SubscriptionEvent>();

  /** The event of the whole batch for those who are at the shard's tip with it. */
  ofNewest(batch: RecordBatch, make: () => SubscriptionEvent): SubscriptionEvent {
    if (batch.body.length > MOST_BYTES) return make();
    const known = this.events.get(batch);
    if (known) return known;
    const event = make();
    for (const oldest of this.events.keys()) {
      if (this.events.size < MOST_EVENTS) break;
      this.events.delete(oldest);
    }
    this.events.set(batch, event);
    return event;
  }
}
