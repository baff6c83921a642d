import { randomBytes } from 'node:crypto';
import {
  entryIdOf,
  LOG_START,
  positionOf,
  unreachable,
  type Durability,
  type LogPosition,
  type ShardRef,
} from '#lib/kinesis';
import {
  batchOf,
  CLAIM_TOKEN_BYTES,
  encodeFrame,
  StorageError,
  type BatchToAppend,
  type Claim,
  type InFlight,
  type LogRead,
  type LogReadRequest,
  type LogTip,
  type OpenedShard,
  type RecordBatch,
  type ShardLog,
} from '#lib/ports';
import { AppendCommand } from './append-command.js';
import { CLAIM_SCRIPT } from './claim.lua.js';
import { kindOf, logBatchOf, tipOf, type LogEntry } from './log-entry.js';
import type { RedisConnection } from './redis-connection.js';
import { REDIS_KEYS } from './redis-keys.js';
import { logIsGone, RedisLogReader } from './redis-log-reader.js';
import type { RedisSafety } from './redis-safety.js';
import { runScript } from './redis-script.js';
import type { Argument, RedisSession } from './redis-session.js';
import { RedisTimeSearch } from './redis-time-search.js';

export interface RedisShardLogOptions {
  /** Claims, appends, and decides what was in flight. */
  readonly writing: RedisConnection;
  /** Reads, so that a large answer never stands before an append. */
  readonly reading: RedisConnection;
  readonly safety: RedisSafety;
  readonly durability: Durability;
}

/** Version of the log's layout, kept in `opened`. See docs/log-format.md. */
const LOG_FORMAT_VERSION = 1;
const COMMANDS_AT_ONCE = 500;

/**
 * Shard logs as Redis Streams. One append is one XADD at an explicit id: Redis refuses an id that is not above the last
 * one, and that refusal is the only lock there is.
 *
 * The barrier is the reply itself: on one Redis with `appendfsync always` no reply leaves before the fsync that covers
 * it, and below durability `disk` nothing more than the execution is promised.
 *
 * Invariants: a batch is sent once, over the connection that its claim was made over; control entries are written by the
 * claim script alone; MAXLEN and XDEL are never used. A crash at any point leaves a log that the next claim goes on from.
 */
export class RedisShardLog implements ShardLog {
  private readonly reader: RedisLogReader;

  constructor(private readonly options: RedisShardLogOptions) {
    this.reader = new RedisLogReader(options.reading);
  }

  async open(shards: readonly OpenedShard[]): Promise<void> {
    const session = this.sessionForWriting();
    for (const chunk of chunksOf(shards)) {
      await Promise.all(chunk.map((shard) => this.openOne(session, shard)));
    }
  }

  async delete(shards: readonly ShardRef[]): Promise<void> {
    const session = this.options.writing.present();
    for (const chunk of chunksOf(shards)) {
      await Promise.all(chunk.map((shard) => session.send('unlink', [REDIS_KEYS.shardLog(shard)])));
    }
  }

  async claim(shard: ShardRef, owner: string): Promise<Claim> {
    const session = this.sessionForWriting();
    const token = randomBytes(CLAIM_TOKEN_BYTES);
    const args = ['claim', owner, token.toString('hex'), this.runOf(session)];
    const { outcome, position } = await this.runClaimScript(session, shard, args);
    if (outcome === 'SEALED') throw new StorageError('sealed', 'the log is sealed');
    const { epoch, second, index } = position;
    const { number: connection, server } = session;
    return { shard, epoch, second, lastIndex: index, token, session: { runId: server.runId, connection } };
  }

  async append(claim: Claim, { position, header, records }: BatchToAppend): Promise<RecordBatch> {
    this.options.safety.requireSafe();
    const session = this.options.writing.presentFor(claim.session);
    const frame = encodeFrame(header, records);
    const place = { key: REDIS_KEYS.shardLog(claim.shard), entryId: entryIdOf(position) };
    const reply = await session.sendCommand(new AppendCommand(place, frame));
    // NOMKSTREAM: nil is the answer where the key does not exist.
    if (reply === null) throw logIsGone(claim.shard);
    return batchOf(header, frame);
  }

  async decideInFlight(
    claim: Claim | undefined,
    { entryId, claim: sentUnder }: InFlight,
  ): Promise<'stored' | 'absent' | 'unknown'> {
    const { writing, durability } = this.options;
    const session = claim ? writing.presentFor(claim.session) : writing.present();
    const key = REDIS_KEYS.shardLog(sentUnder.shard);
    const [stream, entries] = await Promise.all([
      session.send('xinfo', ['STREAM', key]),
      session.send('xrevrange', [key, entryId, '-', 'COUNT', 1]),
    ]);
    const { position, isSealed } = tipOf(stream as readonly unknown[]);
    if (claim && position.epoch > claim.epoch) {
      throw new StorageError('fenced', `claimed epoch ${claim.epoch}, the log is at ${position.epoch}`);
    }
    if (!claim && !isSealed) return 'unknown';
    if (durability !== 'disk' && sentUnder.session.runId !== session.server.runId) return 'unknown';
    if (position.index < positionOf(entryId).index) return 'absent';
    const [entry] = entries as readonly LogEntry[];
    // Trimming takes the oldest first: without an entry at or before the id, it may have taken the batch too.
    if (!entry) return 'unknown';
    return String(entry[0]) === entryId && isOf(sentUnder, entry) ? 'stored' : 'absent';
  }

  async seal(shard: ShardRef): Promise<{ readonly finalIndex: number; readonly lastSecond: number }> {
    const session = this.sessionForWriting();
    const { position } = await this.runClaimScript(session, shard, ['seal']);
    return { finalIndex: position.index, lastSecond: position.second };
  }

  async tip(shard: ShardRef): Promise<LogTip> {
    return this.reader.tip(shard);
  }

  async read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    return this.reader.read(shard, request);
  }

  async locate(shard: ShardRef, timestampMs: number): Promise<LogPosition> {
    return new RedisTimeSearch(this.reader, shard, timestampMs).run();
  }

  private sessionForWriting(): RedisSession {
    this.options.safety.requireSafe();
    return this.options.writing.present();
  }

  /** What an entry outlives: every run of Redis, or only the one that wrote it. */
  private runOf(session: RedisSession): string {
    return this.options.durability === 'disk' ? 'disk' : session.server.runId;
  }

  /** Idempotent: an id that is not above the last one, and a seal, both say that the log is open already. */
  private async openOne(session: RedisSession, { shard, range, parents }: OpenedShard): Promise<void> {
    const fields = {
      opened: LOG_FORMAT_VERSION,
      range: `${range.start}-${range.end}`,
      parents: parents.join(','),
    };
    const args = [...Object.entries(fields).flat(), 'run', this.runOf(session)];
    try {
      await session.send('xadd', [REDIS_KEYS.shardLog(shard), entryIdOf(LOG_START), ...args]);
    } catch (error) {
      if (!(error instanceof StorageError && (error.kind === 'fenced' || error.kind === 'sealed')))
        throw error;
    }
  }

  private async runClaimScript(
    session: RedisSession,
    shard: ShardRef,
    args: readonly Argument[],
  ): Promise<{ readonly outcome: 'CLAIMED' | 'SEALED'; readonly position: LogPosition }> {
    const key = REDIS_KEYS.shardLog(shard);
    const answer = (await runScript(session, CLAIM_SCRIPT, { key, args })) as ClaimAnswer;
    switch (answer[0]) {
      case 'CLAIMED':
      case 'SEALED':
        return { outcome: answer[0], position: positionOf(answer[1]) };
      case 'EXHAUSTED':
        throw new StorageError(
          'not-executed',
          `no epoch is left behind ${answer[1]}: replace the shard by a reshard`,
        );
      case 'GONE':
        throw logIsGone(shard);
      default:
        return unreachable(answer);
    }
  }
}

/** See claim.lua.ts. */
type ClaimAnswer = readonly ['CLAIMED' | 'SEALED' | 'EXHAUSTED', string] | readonly ['GONE'];

function isOf(claim: Claim, entry: LogEntry): boolean {
  return kindOf(entry) === 'batch' && Buffer.from(claim.token).equals(logBatchOf(entry).batch.token);
}

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += COMMANDS_AT_ONCE) yield items.slice(at, at + COMMANDS_AT_ONCE);
}
