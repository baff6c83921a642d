import {
  ActorSystem,
  type ActorEvent,
  type ActorSystemStats,
  type DrainResult,
  type MailboxLimits,
  type Timers,
} from '#lib/actor';
import { unreachable, type LogPosition, type ShardRef } from '#lib/kinesis';
import {
  ShardError,
  StorageError,
  type Appended,
  type Clock,
  type LogTip,
  type PackedRecords,
  type ShardClient,
  type ShardLog,
  type LogRead,
  type LogReadRequest,
  type Unfollow,
} from '#lib/ports';
import { AppendRequest } from './append-request.js';
import { RecentReads } from './recent-reads.js';
import { ShardActor } from './shard-actor.js';
import type { ShardEvent } from './shard-event.js';
import { shardKeyOf } from './shard-key.js';
import { ShardThroughput } from './shard-throughput.js';
import { ShardTails, type TailLimits } from './shard-tails.js';

export interface LocalShardClientOptions {
  readonly shardLog: ShardLog;
  readonly clock: Clock;
  readonly timers: Timers;
  /** 0 up to, not including, 1; for the jitter of pauses. */
  readonly random: () => number;
  /** Who claims, for people who look into a log: a host and a process. */
  readonly owner: string;
  /** Hears of shards and of their actors. Must not throw. */
  readonly onEvent?: (event: ShardEvent | ActorEvent) => void;
  readonly tails?: TailLimits;
  /** Of what was read from the logs last, and is kept for the next reader. 16 MiB by default. */
  readonly recentReadBytes?: number;
  readonly mailbox?: MailboxLimits;
  readonly passivateAfterMs?: number;
  /** `aws`: each shard takes and gives what one of AWS's does, and no more. Default: `off`. */
  readonly shardLimits?: 'off' | 'aws';
}

export interface ShardStats extends ActorSystemStats {
  /** Of the tails of all shards. */
  readonly tailBytes: number;
}

/** The shards that this process serves: an actor for each one that is written to, the tails they leave, and what was read last. */
export class LocalShardClient implements ShardClient {
  private readonly actors: ActorSystem<AppendRequest>;
  private readonly tails: ShardTails;
  private readonly recentReads: RecentReads;
  private readonly shardLog: ShardLog;
  private readonly throughput: ShardThroughput | undefined;

  constructor(options: LocalShardClientOptions) {
    const { shardLog, clock, timers, random, owner, onEvent = ignore, mailbox, passivateAfterMs } = options;
    const tails = new ShardTails(options.tails);
    const throughput = options.shardLimits === 'aws' ? new ShardThroughput(() => timers.now()) : undefined;
    const host = { shardLog, tails, clock, timers, random, owner, onEvent, throughput };
    this.throughput = throughput;
    this.shardLog = shardLog;
    this.tails = tails;
    this.recentReads = new RecentReads({ shardLog, timers, maxBytes: options.recentReadBytes });
    this.actors = new ActorSystem({
      create: (key) => new ShardActor(key, host),
      timers,
      random,
      onEvent,
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(passivateAfterMs === undefined ? {} : { passivateAfterMs }),
    });
  }

  /** @throws RangeError where there are no records: a batch of none would take the last one's id. */
  append(shard: ShardRef, records: PackedRecords): Promise<Appended> {
    if (records.count < 1) throw new RangeError('an append of no records');
    return new Promise((acknowledge, refuse) => {
      const result = this.actors.tell(shardKeyOf(shard), new AppendRequest(records, acknowledge, refuse));
      switch (result) {
        case 'accepted':
          return;
        case 'mailbox-full':
          return refuse(new ShardError('overloaded', 'too much waits for this shard'));
        case 'stopped':
          return refuse(new ShardError('not-owner', 'this process takes no more appends'));
        default:
          return unreachable(result);
      }
    });
  }

  async admitRead(shard: ShardRef): Promise<void> {
    if (this.throughput?.takeRead(shardKeyOf(shard)) === false)
      throw new ShardError('throttled', 'too much was read of this shard');
  }

  chargeRead(shard: ShardRef, bytes: number): void {
    this.throughput?.chargeRead(shardKeyOf(shard), bytes);
  }

  async read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    return this.tails.read(shardKeyOf(shard), request) ?? fromLog(this.recentReads.read(shard, request));
  }

  /** Asks the log: an owner that was fenced, or whose shard was sealed, does not know it before its next append. */
  tip(shard: ShardRef): Promise<LogTip> {
    return fromLog(this.shardLog.tip(shard));
  }

  locate(shard: ShardRef, timestampMs: number): Promise<LogPosition> {
    return fromLog(this.shardLog.locate(shard, timestampMs));
  }

  follow(shard: ShardRef, listener: () => void): Unfollow {
    return this.tails.follow(shardKeyOf(shard), listener);
  }

  /** How the shards are now; what is counted is counted since the client was made. */
  stats(): ShardStats {
    return { ...this.actors.stats(), tailBytes: this.tails.bytes };
  }

  /** Takes no more appends, finishes those it has, and gives up every shard; at the deadline the rest is refused. */
  drain(deadlineMs: number): Promise<DrainResult> {
    return this.actors.drain(deadlineMs);
  }
}

/** What a caller of the log learns when it cannot be read. Damaged frames pass as they are. */
async function fromLog<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const kind = error.kind === 'gone' || error.kind === 'no-key' ? error.kind : 'unknown';
    throw new ShardError(kind, error.message, { cause: error });
  }
}

function ignore(): void {}
