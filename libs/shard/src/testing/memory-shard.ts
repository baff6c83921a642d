import { VirtualTimers, type ActorEvent } from '#lib/actor';
import {
  LAST_HASH_KEY,
  LOG_START,
  type Durability,
  type HashKey,
  type LogPosition,
  type ShardRef,
  type StreamId,
} from '#lib/kinesis';
import {
  MemoryShardLog,
  RecordPacker,
  recordsOf,
  ShardError,
  type Appended,
  type LogBatch,
  type PackedRecords,
} from '#lib/ports';
import { LocalShardClient, type LocalShardClientOptions } from '../local-shard-client.js';
import type { ShardEvent } from '../shard-event.js';

export const SHARD: ShardRef = { streamId: 'in-memory' as StreamId, shardNumber: 7 };

/** 2026-11-22T00:00:00Z, where the virtual clock of tests begins. */
const START_MS = Date.UTC(2026, 10, 22);

/** A record where it lies in the log. */
export interface StoredRecord {
  readonly text: string;
  readonly position: LogPosition;
}

/** A process that serves the shard, over a connection of its own. */
export interface ShardProcess {
  readonly client: LocalShardClient;
  readonly log: MemoryShardLog;
  readonly events: readonly (ShardEvent | ActorEvent)[];
}

/** What a caller knows of its append so far. */
export interface AppendOutcome {
  appended?: Appended;
  refused?: ShardError;
}

/** One shard on the in-memory storage, in virtual time, for as many processes as a test wants. */
export class MemoryShard {
  readonly timers = new VirtualTimers();
  /** What the processes' clocks show beyond true time. */
  clockAheadMs = 0;
  private readonly storage: MemoryShardLog;

  private constructor(durability: Durability) {
    this.storage = new MemoryShardLog({ durability, clock: { nowMs: () => START_MS + this.timers.now() } });
  }

  static async open(durability: Durability = 'disk'): Promise<MemoryShard> {
    const shard = new MemoryShard(durability);
    const range = { start: 0n as HashKey, end: LAST_HASH_KEY };
    await shard.storage.open([{ shard: SHARD, range, parents: [] }]);
    return shard;
  }

  startProcess(options: Partial<LocalShardClientOptions> = {}): ShardProcess {
    const log = this.storage.connectAnother();
    const events: (ShardEvent | ActorEvent)[] = [];
    const client = new LocalShardClient({
      shardLog: log,
      clock: { nowMs: () => START_MS + Math.floor(this.timers.now()) + this.clockAheadMs },
      timers: this.timers,
      random: () => 0.5,
      owner: 'a test',
      onEvent: (event) => events.push(event),
      ...options,
    });
    return { client, log, events };
  }

  /** Stores one record, so that the process owns the shard. */
  async own(process: ShardProcess, text: string): Promise<void> {
    appendTo(process, text);
    await this.timers.settle();
  }

  /** All records of the log, from the storage itself. */
  async storedRecords(): Promise<readonly StoredRecord[]> {
    const { batches } = await this.storage.read(SHARD, { from: LOG_START, maxBytes: Infinity });
    return batches.flatMap(recordsOfBatch);
  }

  async storedTexts(): Promise<readonly string[]> {
    return (await this.storedRecords()).map((record) => record.text);
  }

  /** One entry id for each batch, claim and seal. */
  get entryIds(): readonly string[] {
    return this.storage.entryIds(SHARD);
  }

  /** Entries that hold records. */
  async storedBatches(): Promise<readonly LogBatch[]> {
    return (await this.storage.read(SHARD, { from: LOG_START, maxBytes: Infinity })).batches;
  }

  /** Closes the shard for ever, as a resharder does: beside its owner. */
  async seal(): Promise<void> {
    await this.storage.seal(SHARD);
  }

  async delete(): Promise<void> {
    await this.storage.delete([SHARD]);
  }

  trimToEmpty(): void {
    this.storage.trimToEmpty(SHARD);
  }
}

export function recordsOfBatch({ epoch, second, batch }: LogBatch): readonly StoredRecord[] {
  return [...recordsOf(batch)].map((record, i) => ({
    text: Buffer.from(record.data).toString(),
    position: { epoch, second, index: batch.firstIndex + i },
  }));
}

/** Records of these texts. */
export function packed(...texts: readonly string[]): PackedRecords {
  const packer = new RecordPacker();
  for (const text of texts) packer.add({ partitionKey: 'key' }, Buffer.from(text));
  return packer.finish();
}

/** Appends, and keeps what the caller is told. Errors that are none of a shard's pass to the promise's owner: nobody. */
export function appendTo(process: ShardProcess, ...texts: readonly string[]): AppendOutcome {
  const outcome: AppendOutcome = {};
  process.client.append(SHARD, packed(...texts)).then(
    (appended) => (outcome.appended = appended),
    (error: unknown) => {
      if (!(error instanceof ShardError)) throw error;
      outcome.refused = error;
    },
  );
  return outcome;
}

export function refusals(...outcomes: readonly AppendOutcome[]): readonly (string | undefined)[] {
  return outcomes.map(({ refused }) => refused?.kind);
}

export function firstIndexes(...outcomes: readonly AppendOutcome[]): readonly (number | undefined)[] {
  return outcomes.map(({ appended }) => appended?.firstIndex);
}
