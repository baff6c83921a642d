/** What a message says of itself, so that mailbox and batch can be bounded. It must not change after the tell. */
export interface Measured {
  /** Bytes of payload that the message holds in memory, 0 or more. */
  readonly bytes: number;
  /** What the message adds to a batch in units of the behaviour, 0 or more: for a shard, its records. */
  readonly weight: number;
}

/** Caps of one batch. A single message beyond `maxBytes` or `maxWeight` is handed over alone. */
export interface BatchLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
  readonly maxWeight: number;
}

/**
 * Bounds of what waits. `maxBytes` must not be less than the largest message, which would be refused for ever.
 * The batch in flight has left the mailbox and is not counted.
 */
export interface MailboxLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
  readonly batch: BatchLimits;
}

interface WaitingBatch<Message> {
  readonly messages: Message[];
  bytes: number;
  weight: number;
  next: WaitingBatch<Message> | undefined;
}

const NOTHING: readonly never[] = [];

/**
 * A bounded queue that forms its batches while the messages arrive.
 *
 * Invariants
 * - Never more than `maxMessages` messages or `maxBytes` bytes wait.
 * - Messages leave in the order in which they came, each exactly once.
 * - Every waiting batch but the newest is closed: the message behind it did not fit any more. So to take one is to
 *   follow a pointer: nothing is scanned, copied or shifted, and the taker owns the array.
 *
 * Rejected: one array with a cursor. It is scanned at every take, has to be compacted, and until then keeps what
 * was handed over alive.
 */
export class Mailbox<Message extends Measured> {
  private oldest: WaitingBatch<Message> | undefined = undefined;
  private newest: WaitingBatch<Message> | undefined = undefined;
  private messages = 0;
  private bytes = 0;

  constructor(private readonly limits: MailboxLimits) {}

  /** Messages that wait. */
  get waitingMessages(): number {
    return this.messages;
  }

  /** Bytes that wait. */
  get waitingBytes(): number {
    return this.bytes;
  }

  get isEmpty(): boolean {
    return this.oldest === undefined;
  }

  /** Takes the message in, or answers at once that there is no room for it. @throws RangeError: not measured. */
  offer(message: Message): 'accepted' | 'full' {
    const { bytes, weight } = message;
    if (!(bytes >= 0 && weight >= 0))
      throw new RangeError(`a message of ${bytes} bytes and weight ${weight}`);
    if (this.messages >= this.limits.maxMessages || this.bytes + bytes > this.limits.maxBytes) return 'full';
    this.messages += 1;
    this.bytes += bytes;
    const batch = this.newest;
    if (batch !== undefined && this.hasRoom(batch, message)) {
      batch.messages.push(message);
      batch.bytes += bytes;
      batch.weight += weight;
    } else {
      this.append({ messages: [message], bytes, weight, next: undefined });
    }
    return 'accepted';
  }

  /** Hands over the oldest messages, as many as the caps of a batch allow; none when nothing waits. */
  takeBatch(): readonly Message[] {
    const batch = this.oldest;
    if (batch === undefined) return NOTHING;
    this.oldest = batch.next;
    if (this.oldest === undefined) this.newest = undefined;
    this.messages -= batch.messages.length;
    this.bytes -= batch.bytes;
    return batch.messages;
  }

  /** Empties the mailbox, oldest message first. */
  takeAll(): readonly Message[] {
    const all: Message[] = [];
    while (!this.isEmpty) for (const message of this.takeBatch()) all.push(message);
    return all;
  }

  private hasRoom(batch: WaitingBatch<Message>, message: Message): boolean {
    const { maxMessages, maxBytes, maxWeight } = this.limits.batch;
    return (
      batch.messages.length < maxMessages &&
      batch.bytes + message.bytes <= maxBytes &&
      batch.weight + message.weight <= maxWeight
    );
  }

  private append(batch: WaitingBatch<Message>): void {
    if (this.newest === undefined) this.oldest = batch;
    else this.newest.next = batch;
    this.newest = batch;
  }
}
