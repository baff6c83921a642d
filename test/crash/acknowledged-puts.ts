import { setTimeout as delay } from 'node:timers/promises';
import { createKinesisClient, type KinesisClient } from '#lib/wire';

/** A record that the server said it has stored. */
export interface Acknowledged {
  /** `<key>/<number>`: the numbers of a key grow in the order of its puts. */
  readonly id: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** Puts at a steady rate, each record once: what got no answer is not put again, so whatever stands twice is the server's. */
export class SteadyProducer {
  readonly acknowledged: Acknowledged[] = [];
  /** Ids that were put; acknowledged or not. */
  readonly attempted = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly lanes: readonly Promise<void>[];
  private client: KinesisClient | undefined;

  /** One lane per key, so that a key's puts follow each other. */
  constructor(options: {
    readonly stream: string;
    readonly keys: number;
    readonly recordsPerSecond: number;
  }) {
    const { stream, keys, recordsPerSecond } = options;
    const recordsPerPut = 5;
    const pauseMs = (1000 * keys * recordsPerPut) / recordsPerSecond;
    this.lanes = Array.from({ length: keys }, (_, key) =>
      this.lane({ stream, key: `key-${key}`, recordsPerPut, pauseMs }),
    );
  }

  /** Where the server is now; undefined while it is down. */
  sendTo(endpoint: string | undefined): void {
    this.client?.close();
    this.client = endpoint === undefined ? undefined : createKinesisClient({ endpoint, deadlineMs: 0 });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.lanes);
    this.client?.close();
  }

  private async lane(lane: LaneOptions): Promise<void> {
    for (let next = 0; !this.stopping.signal.aborted; next += lane.recordsPerPut) {
      const { client } = this;
      const began = performance.now();
      // A refusal, a lost connection, a server that is away: the records' fate is unknown, they are not put again.
      if (client) await this.put(client, lane, next).catch(() => undefined);
      await delay(Math.max(0, lane.pauseMs - (performance.now() - began)));
    }
  }

  private async put(
    client: KinesisClient,
    { stream, key, recordsPerPut }: LaneOptions,
    next: number,
  ): Promise<void> {
    const ids = Array.from({ length: recordsPerPut }, (_, n) => `${key}/${next + n}`);
    for (const id of ids) this.attempted.add(id);
    const { Records } = await client.call('PutRecords', {
      StreamName: stream,
      Records: ids.map((id) => ({ PartitionKey: key, Data: Buffer.from(id).toString('base64') })),
    });
    Records.forEach(({ ShardId, SequenceNumber }, n) => {
      if (ShardId === undefined || SequenceNumber === undefined) return;
      this.acknowledged.push({ id: ids[n] as string, shardId: ShardId, sequenceNumber: SequenceNumber });
    });
  }
}

interface LaneOptions {
  readonly stream: string;
  readonly key: string;
  readonly recordsPerPut: number;
  readonly pauseMs: number;
}
