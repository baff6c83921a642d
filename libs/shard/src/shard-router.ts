import { backoffMs, pause, type Timers } from '#lib/actor';
import type { LogPosition, ShardRef } from '#lib/kinesis';
import {
  ShardError,
  type Appended,
  type LogTip,
  type PackedRecords,
  type ShardClient,
  type LogRead,
  type LogReadRequest,
  type Unfollow,
} from '#lib/ports';

export interface ShardRouterOptions {
  /** Which client serves a shard now; asked anew for each try. */
  readonly clientFor: (shard: ShardRef) => ShardClient;
  readonly timers: Timers;
  /** 0 up to, not including, 1; for the jitter of pauses. */
  readonly random: () => number;
  /** How long an append looks for the shard's owner. */
  readonly deadlineMs?: number;
}

const DEFAULT_DEADLINE_MS = 3_000;
const NOT_OWNER_BACKOFF = { firstMs: 25, maxMs: 500, jitter: 0.5 };

/**
 * The way from a shard to whoever owns it. An append that hit another one is sent on, for nothing of it was stored;
 * every other failure is the caller's to judge, `unknown` above all: sent twice it could be stored twice.
 */
export class ShardRouter implements ShardClient {
  constructor(private readonly options: ShardRouterOptions) {}

  append(shard: ShardRef, records: PackedRecords): Promise<Appended> {
    return this.options
      .clientFor(shard)
      .append(shard, records)
      .catch((error: unknown) => this.appendElsewhere(shard, records, error));
  }

  admitRead(shard: ShardRef): Promise<void> {
    return this.options.clientFor(shard).admitRead(shard);
  }

  chargeRead(shard: ShardRef, bytes: number): void {
    this.options.clientFor(shard).chargeRead(shard, bytes);
  }

  read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    return this.options.clientFor(shard).read(shard, request);
  }

  tip(shard: ShardRef): Promise<LogTip> {
    return this.options.clientFor(shard).tip(shard);
  }

  locate(shard: ShardRef, timestampMs: number): Promise<LogPosition> {
    return this.options.clientFor(shard).locate(shard, timestampMs);
  }

  follow(shard: ShardRef, listener: () => void): Unfollow {
    return this.options.clientFor(shard).follow(shard, listener);
  }

  private async appendElsewhere(
    shard: ShardRef,
    records: PackedRecords,
    failure: unknown,
  ): Promise<Appended> {
    const { clientFor, timers, random, deadlineMs = DEFAULT_DEADLINE_MS } = this.options;
    const giveUpAtMs = timers.now() + deadlineMs;
    let error = failure;
    for (let triesBefore = 0; ; triesBefore += 1) {
      if (!(error instanceof ShardError && error.kind === 'not-owner')) throw error;
      const pauseMs = backoffMs(NOT_OWNER_BACKOFF, { triesBefore, random: random() });
      if (timers.now() + pauseMs > giveUpAtMs) throw error;
      await pause(timers, pauseMs);
      try {
        return await clientFor(shard).append(shard, records);
      } catch (again) {
        error = again;
      }
    }
  }
}
