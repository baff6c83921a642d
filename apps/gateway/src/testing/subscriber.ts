import { KinesisError } from '#lib/kinesis';
import type { SubscriptionEvent } from '../push/subscription-event.js';
import type { ShardSubscription } from '../push/shard-subscription.js';

/** Reads all events of a subscription as they come. */
export class Subscriber {
  readonly events: SubscriptionEvent[] = [];
  /** How the stream ended: `open` while it has not, `ended`, or `Code: sentence` of what came last. */
  state = 'open';

  constructor(readonly subscription: ShardSubscription) {
    void this.read();
  }

  /** The data of all records, in order. */
  get texts(): readonly string[] {
    return this.events.flatMap((event) => event.records().map(({ Data }) => Buffer.from(Data).toString()));
  }

  /** Where a later subscription goes on. */
  get continuation(): string {
    return this.events.at(-1)?.parts.continuationSequenceNumber ?? '';
  }

  private async read(): Promise<void> {
    try {
      for await (const event of this.subscription.events()) this.events.push(event);
      this.state = 'ended';
    } catch (error) {
      this.state = error instanceof KinesisError ? `${error.code}: ${error.message}` : String(error);
    } finally {
      this.subscription.close();
    }
  }
}
