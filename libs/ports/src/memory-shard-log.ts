import { positionOf, type Durability, type EntryId, type LogPosition, type ShardRef } from '#lib/kinesis';
import type { Clock } from './clock.js';
import { MemoryLog } from './memory-log.js';
import { batchOf, CLAIM_TOKEN_BYTES, encodeFrame, type RecordBatch } from './record-frame.js';
import {
  EPOCHS_PER_RUN,
  type BatchToAppend,
  type Claim,
  type InFlight,
  type LogRead,
  type LogReadRequest,
  type LogTip,
  type OpenedShard,
  type ShardLog,
} from './shard-log.js';
import { StorageError } from './storage-error.js';

export interface MemoryShardLogOptions {
  /** The storage's own clock; it stands at 1 s by default. */
  readonly clock?: Clock;
  /** `disk` by default. Below it a restart may lose entries, and what was in flight is unknown. */
  readonly durability?: Durability;
}

/**
 * The twin of the shard log in Redis, with its exact semantics and without I/O: one object is one connection to the
 * storage, `connectAnother` is a second process. Deterministic: tokens and run ids are counted, nothing waits.
 *
 * The levers at the end do to it what a network and a crash do. A lever for "the next write" takes effect once, on the
 * next append, claim or seal of this connection.
 *
 * Invariant: an answer is given after the change it speaks of; a claim is worth nothing on a later connection.
 */
export class MemoryShardLog implements ShardLog {
  private connection = 1;
  private isCutOff = false;
  private nextWrite: WriteFault | undefined;

  constructor(
    options: MemoryShardLogOptions = {},
    private readonly storage: MemoryStorage = emptyStorage(options),
  ) {}

  /** Another process on the same storage, with a connection and levers of its own. */
  connectAnother(): MemoryShardLog {
    return new MemoryShardLog({}, this.storage);
  }

  async open(shards: readonly OpenedShard[]): Promise<void> {
    this.requireConnection();
    for (const { shard } of shards) {
      const key = keyOf(shard);
      if (!this.storage.logs.has(key)) this.storage.logs.set(key, new MemoryLog(this.runId));
    }
  }

  async delete(shards: readonly ShardRef[]): Promise<void> {
    this.requireConnection();
    for (const shard of shards) this.storage.logs.delete(keyOf(shard));
  }

  async claim(shard: ShardRef, _owner: string): Promise<Claim> {
    this.requireConnection();
    const session = { runId: this.runId, connection: this.connection };
    return this.write(() => {
      const { epoch, second, index } = this.log(shard).claim({
        runId: session.runId,
        nowSecond: Math.floor(this.storage.clock.nowMs() / 1000),
        epochsPerRun: this.storage.durability === 'disk' ? 1 : EPOCHS_PER_RUN,
      });
      return { shard, epoch, second, lastIndex: index, token: this.newToken(), session };
    });
  }

  async append(claim: Claim, batch: BatchToAppend): Promise<RecordBatch> {
    this.requireConnection(claim);
    const frame = encodeFrame(batch.header, batch.records);
    return this.write(() => {
      this.log(claim.shard).append(batch.position, frame);
      return batchOf(batch.header, frame);
    });
  }

  async decideInFlight(
    claim: Claim | undefined,
    { entryId, claim: sentUnder }: InFlight,
  ): Promise<'stored' | 'absent' | 'unknown'> {
    this.requireConnection(claim);
    const log = this.log(sentUnder.shard);
    if (claim && log.epoch > claim.epoch)
      throw new StorageError('fenced', `the log is at epoch ${log.epoch}`);
    if (!claim && !log.tip().isSealed) return 'unknown';
    if (this.storage.durability !== 'disk' && sentUnder.session.runId !== this.runId) return 'unknown';
    if (log.tip().position.index < positionOf(entryId).index) return 'absent';
    // Trimming takes the oldest first: without an entry at or before the id, it may have taken the batch too.
    if (!log.hasEntryUpTo(entryId)) return 'unknown';
    const found = log.batchAt(entryId);
    return found && Buffer.from(sentUnder.token).equals(found.token) ? 'stored' : 'absent';
  }

  async seal(shard: ShardRef): Promise<{ readonly finalIndex: number; readonly lastSecond: number }> {
    this.requireConnection();
    return this.write(() => {
      const log = this.log(shard);
      log.seal();
      const { position } = log.tip();
      return { finalIndex: position.index, lastSecond: position.second };
    });
  }

  async tip(shard: ShardRef): Promise<LogTip> {
    this.requireConnection();
    return this.log(shard).tip();
  }

  async read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    this.requireConnection();
    return this.log(shard).read(request);
  }

  async locate(shard: ShardRef, timestampMs: number): Promise<LogPosition> {
    this.requireConnection();
    return this.log(shard).locate(timestampMs);
  }

  /** The next write's reply is lost with the connection, after it was executed or instead. It rejects as `unknown`. */
  loseNextReply({ executed }: { readonly executed: boolean }): void {
    this.nextWrite = async (execute) => {
      if (executed) ignoreRefusal(execute);
      throw this.lostReply();
    };
  }

  /**
   * The next write stays in the socket while the connection is lost: it rejects as `unknown`.
   *
   * @returns what lets it arrive at the storage, however late.
   */
  strandNextWrite(): () => void {
    let arrive = (): void => {};
    this.nextWrite = async (execute) => {
      arrive = () => ignoreRefusal(execute);
      throw this.lostReply();
    };
    return () => arrive();
  }

  /** The next write is executed at once and answered when the returned function is called. */
  holdNextReply(): () => void {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    this.nextWrite = async (execute) => {
      const reply = settle(execute);
      await released;
      return reply();
    };
    return release;
  }

  /** The storage says no to the next write, for a reason that passes: out of memory, a full disk. */
  refuseNextWrite(): void {
    this.nextWrite = async () => {
      throw new StorageError('not-executed', 'refused by the test');
    };
  }

  /** The connection is lost between two commands and there is a new one at once. */
  disconnect(): void {
    this.connection += 1;
  }

  /** No connection until the returned function is called. */
  cutOff(): () => void {
    this.isCutOff = true;
    this.connection += 1;
    return () => (this.isCutOff = false);
  }

  /** The storage is started anew. Below durability `disk` each log may have lost its newest entries. */
  restart({ lostEntries = 0 }: { readonly lostEntries?: number } = {}): void {
    this.storage.runs += 1;
    this.connection += 1;
    for (const log of this.storage.logs.values()) log.forget(lostEntries);
  }

  /** Retention takes all entries; only the log's last id stays. */
  trimToEmpty(shard: ShardRef): void {
    this.log(shard).trimToEmpty();
  }

  /** The ids of the log's entries, for assertions; none where there is no log. */
  entryIds(shard: ShardRef): readonly EntryId[] {
    return this.storage.logs.get(keyOf(shard))?.entryIds ?? [];
  }

  private get runId(): string {
    return `run-${this.storage.runs}`;
  }

  private newToken(): Uint8Array {
    this.storage.claims += 1;
    const token = Buffer.alloc(CLAIM_TOKEN_BYTES);
    token.writeUInt32BE(this.storage.claims, CLAIM_TOKEN_BYTES - 4);
    return token;
  }

  private log(shard: ShardRef): MemoryLog {
    const log = this.storage.logs.get(keyOf(shard));
    if (!log) throw new StorageError('gone', `no log of shard ${shard.shardNumber} of ${shard.streamId}`);
    return log;
  }

  private requireConnection(claim?: Claim): void {
    if (this.isCutOff) throw new StorageError('disconnected', 'no connection to the storage');
    if (!claim) return;
    const { connection, runId } = claim.session;
    if (connection !== this.connection || runId !== this.runId)
      throw new StorageError(
        'disconnected',
        `claimed over connection ${connection} to ${runId}, which is lost`,
      );
  }

  private async write<T>(execute: () => T): Promise<T> {
    const fault = this.nextWrite;
    this.nextWrite = undefined;
    return fault ? fault(execute) : execute();
  }

  private lostReply(): StorageError {
    this.connection += 1;
    return new StorageError('unknown', 'the connection was lost before the reply came');
  }
}

/** What several connections share. */
interface MemoryStorage {
  readonly logs: Map<string, MemoryLog>;
  readonly clock: Clock;
  readonly durability: Durability;
  runs: number;
  claims: number;
}

function emptyStorage({ clock, durability }: MemoryShardLogOptions): MemoryStorage {
  return {
    logs: new Map(),
    clock: clock ?? { nowMs: () => 1000 },
    durability: durability ?? 'disk',
    runs: 1,
    claims: 0,
  };
}

/** Stands between a write and the storage, once. */
type WriteFault = <T>(execute: () => T) => Promise<T>;

const keyOf = (shard: ShardRef): string => `${shard.streamId}/${shard.shardNumber}`;

/** Executes now and gives the answer, or the refusal, later. */
function settle<T>(execute: () => T): () => T {
  try {
    const value = execute();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** The refusal goes where the reply would have gone: nowhere. */
function ignoreRefusal(execute: () => unknown): void {
  settle(execute);
}
