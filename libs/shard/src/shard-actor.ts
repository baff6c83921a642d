import { backoffMs, pause, type AbandonedError, type Behaviour, type Timers } from '#lib/actor';
import { entryIdOf, LAST_EPOCH, unreachable, type ShardRef } from '#lib/kinesis';
import {
  recordSizes,
  ShardError,
  StorageError,
  type BatchToAppend,
  type Claim,
  type Clock,
  type InFlight,
  type PackedRecords,
  type ShardErrorKind,
  type ShardLog,
} from '#lib/ports';
import type { AppendRequest } from './append-request.js';
import {
  EpochsRunLow,
  InFlightDecided,
  ShardClaimed,
  ShardFenced,
  ShardLogGone,
  ShardUnavailable,
  type ShardEvent,
} from './shard-event.js';
import { shardOfKey } from './shard-key.js';
import type { ShardThroughput } from './shard-throughput.js';
import type { ShardTails } from './shard-tails.js';
import {
  decideBatch,
  decideRefusal,
  evolveWriter,
  INITIAL_WRITER,
  type ShardWriter,
} from './shard-writer.js';

/** What all shard actors of a process share. */
export interface ShardActorHost {
  readonly shardLog: ShardLog;
  readonly tails: ShardTails;
  readonly clock: Clock;
  readonly timers: Timers;
  /** 0 up to, not including, 1; for the jitter of pauses. */
  readonly random: () => number;
  /** What is left of the shards' limits; undefined where they have none. */
  readonly throughput: ShardThroughput | undefined;
  /** Who claims, for people who look into a log. */
  readonly owner: string;
  /** Must not throw. */
  readonly onEvent: (event: ShardEvent) => void;
}

/** Between tries to reach the storage. */
const RETRY_BACKOFF = { firstMs: 10, maxMs: 250, jitter: 0.5 };

/** How long callers wait for a storage that went away, a reply that does not come included, before they are refused. */
const GIVE_UP_AFTER_MS = 3_000;

/** An alarm at the half. Source: ARCHITECTURE §4. */
const EPOCHS_OF_ALARM = 2 ** 19;

/**
 * The owner of one shard: makes of all requests that wait one append to the shard's log, and answers each of them.
 *
 * Invariants
 * - It claims before it appends, and again after every append that was not acknowledged: so no id is sent twice.
 * - A caller is acknowledged only after the log said that its batch is stored: by the append's own answer, or after a
 *   lost answer by `decideInFlight` under a later claim (or behind the seal).
 * - A caller is told `unknown` exactly where its records were sent and nobody could say what became of them.
 * - One append is in flight; every request of a batch gets the same outcome.
 * - Of a request that is over the shard's limits the first records are stored, as many as there is room for.
 *
 * A crash leaves the log as it is, with at most one batch more than was acknowledged. The next owner's claim fences it.
 */
export class ShardActor implements Behaviour<AppendRequest> {
  private readonly shard: ShardRef;
  private writer: ShardWriter = INITIAL_WRITER;
  /** The storage is away for long: callers get one try each, without pauses, until it takes a claim. */
  private hasGivenUp = false;

  constructor(
    private readonly key: string,
    private readonly host: ShardActorHost,
  ) {
    this.shard = shardOfKey(key);
  }

  async receive(received: readonly AppendRequest[]): Promise<void> {
    const refusal = decideRefusal(this.writer, this.host.timers.now());
    if (refusal !== undefined) return refuse(received, refusal);
    const { throughput } = this.host;
    const requests = throughput === undefined ? received : this.withinLimits(received, throughput);
    if (requests.length === 0) return;
    try {
      acknowledge(requests, await this.commit(requests.map(recordsOf)));
    } catch (error) {
      if (!(error instanceof ShardError)) throw error;
      refuse(requests, error);
    }
  }

  /** Refuses what is over the shard's limits: whole requests, and the last records of others. */
  private withinLimits(
    requests: readonly AppendRequest[],
    throughput: ShardThroughput,
  ): readonly AppendRequest[] {
    return requests.flatMap((request) => {
      const { records } = request;
      const { count, payloadBytes } = records;
      const sizes = (): Iterable<number> => recordSizes(records);
      const taken = throughput.takeRecords(this.key, { count, payloadBytes, sizes });
      if (taken === count) return [request];
      if (taken > 0) return [request.shortenedTo(taken)];
      request.refuse(new ShardError('throttled', "the shard's throughput is used up"));
      return [];
    });
  }

  stop(): void {
    this.host.tails.drop(this.key);
  }

  abandon(requests: readonly AppendRequest[], error: AbandonedError): void {
    const kind = error.outcome === 'unknown' ? 'unknown' : 'not-owner';
    refuse(requests, new ShardError(kind, error.message, { cause: error }));
  }

  /**
   * Stores the records as one batch, under as many claims as it takes.
   *
   * @returns the batch as it is stored. @throws ShardError where it is not, or where nobody can say.
   */
  private async commit(records: readonly PackedRecords[]): Promise<BatchToAppend> {
    const commit: Commit = {
      records,
      begunAtMs: this.host.timers.now(),
      inFlight: undefined,
      failedTries: 0,
    };
    for (;;) {
      try {
        const claim = this.writer.kind === 'owned' ? this.writer.claim : await this.claim();
        const { inFlight } = commit;
        if (inFlight !== undefined && (await this.hasLanded(inFlight, claim))) return inFlight.batch;
        commit.inFlight = undefined;
        return await this.append(commit);
      } catch (error) {
        await this.recover(commit, error);
      }
    }
  }

  /** @returns undefined where the shard is sealed. @throws StorageError gone, not-executed, disconnected, unknown. */
  private async claim(): Promise<Claim | undefined> {
    try {
      const claim = await this.host.shardLog.claim(this.shard, this.host.owner);
      this.writer = evolveWriter(this.writer, { type: 'claimed', claim });
      this.hasGivenUp = false;
      this.host.onEvent(new ShardClaimed(this.shard, claim.epoch));
      const epochsLeft = LAST_EPOCH - claim.epoch;
      if (epochsLeft < EPOCHS_OF_ALARM) this.host.onEvent(new EpochsRunLow(this.shard, epochsLeft));
      return claim;
    } catch (error) {
      if (!(error instanceof StorageError && error.kind === 'sealed')) throw error;
      this.close();
      return undefined;
    }
  }

  /** Whether a batch that got no answer is stored, for good. @throws ShardError unknown: nobody can say. StorageError. */
  private async hasLanded(inFlight: BatchInFlight, claim: Claim | undefined): Promise<boolean> {
    const outcome = await this.host.shardLog.decideInFlight(claim, inFlight);
    this.host.onEvent(new InFlightDecided(this.shard, inFlight.entryId, outcome));
    switch (outcome) {
      case 'stored':
        // It is in no tail; who follows reads it from the log.
        this.host.tails.tell(this.key);
        return true;
      case 'absent':
        return false;
      case 'unknown':
        throw new ShardError('unknown', 'the storage may have forgotten what it stored');
      default:
        return unreachable(outcome);
    }
  }

  /** @throws ShardError sealed, not-stored. StorageError of every kind. */
  private async append(commit: Commit): Promise<BatchToAppend> {
    const { writer } = this;
    if (writer.kind !== 'owned') throw new ShardError('sealed', 'the shard is closed');
    const batch = decideBatch(writer, commit.records, this.host.clock.nowMs());
    try {
      const { epoch, second } = batch.position;
      const stored = await this.host.shardLog.append(writer.claim, batch);
      this.writer = evolveWriter(writer, { type: 'stored', batch });
      this.host.tails.append(this.key, { epoch, second, batch: stored });
      return batch;
    } catch (error) {
      if (error instanceof StorageError && error.kind === 'unknown')
        commit.inFlight = { batch, claim: writer.claim, entryId: entryIdOf(batch.position) };
      throw error;
    }
  }

  /** Pauses before the next try, or throws what the callers get: ShardError where another try is of no use. */
  private async recover(commit: Commit, error: unknown): Promise<void> {
    if (!(error instanceof StorageError)) throw error;
    const { timers, random } = this.host;
    switch (error.kind) {
      case 'fenced':
        this.writer = evolveWriter(this.writer, { type: 'fenced', nowMs: timers.now(), random: random() });
        this.host.onEvent(new ShardFenced(this.shard));
        throw refusalOf(commit, 'not-owner', error);
      case 'sealed':
        this.close();
        throw refusalOf(commit, 'sealed', error);
      case 'gone':
        this.writer = evolveWriter(this.writer, { type: 'claim-lost' });
        this.host.onEvent(new ShardLogGone(this.shard));
        throw refusalOf(commit, 'gone', error);
      case 'not-executed':
        this.writer = evolveWriter(this.writer, { type: 'claim-lost' });
        if (commit.inFlight === undefined) throw refusalOf(commit, 'not-stored', error);
        return this.pause(commit, error);
      case 'no-key':
        throw refusalOf(commit, 'no-key', error);
      case 'disconnected':
      case 'unknown':
        this.writer = evolveWriter(this.writer, { type: 'claim-lost' });
        return this.pause(commit, error);
      default:
        return unreachable(error.kind);
    }
  }

  /** Somebody sealed the shard. Who follows reads the end from the log. */
  private close(): void {
    this.writer = evolveWriter(this.writer, { type: 'sealed' });
    this.host.tails.tell(this.key);
  }

  private async pause(commit: Commit, error: StorageError): Promise<void> {
    const { timers, random, onEvent } = this.host;
    const nowMs = timers.now();
    const pauseMs = backoffMs(RETRY_BACKOFF, { triesBefore: commit.failedTries, random: random() });
    const budgetMs = this.hasGivenUp ? 0 : GIVE_UP_AFTER_MS;
    if (nowMs + pauseMs - commit.begunAtMs > budgetMs) {
      const refusal = refusalOf(commit, 'not-stored', error);
      if (!this.hasGivenUp) onEvent(new ShardUnavailable(this.shard, refusal.kind, error));
      this.hasGivenUp = true;
      throw refusal;
    }
    commit.failedTries += 1;
    await pause(timers, pauseMs);
  }
}

/** One group commit on its way, over all its tries. */
interface Commit {
  readonly records: readonly PackedRecords[];
  readonly begunAtMs: number;
  /** The batch that was sent and got no answer, until it is decided. */
  inFlight: BatchInFlight | undefined;
  failedTries: number;
}

interface BatchInFlight extends InFlight {
  readonly batch: BatchToAppend;
}

const recordsOf = (request: AppendRequest): PackedRecords => request.records;

/** What is in flight and undecided is unknown, whatever else is wrong. */
function refusalOf({ inFlight }: Commit, kind: ShardErrorKind, cause: StorageError): ShardError {
  return inFlight === undefined
    ? new ShardError(kind, cause.message, { cause })
    : new ShardError('unknown', `no answer to batch ${inFlight.entryId}: ${cause.message}`, { cause });
}

function acknowledge(requests: readonly AppendRequest[], { position, header }: BatchToAppend): void {
  const { epoch, second } = position;
  let { firstIndex } = header;
  for (const request of requests) {
    const { count } = request.records;
    request.acknowledge({ epoch, second, firstIndex, count });
    firstIndex += count;
  }
}

function refuse(requests: readonly AppendRequest[], error: ShardError): void {
  for (const request of requests) request.refuse(error);
}
