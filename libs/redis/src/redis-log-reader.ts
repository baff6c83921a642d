import { entryIdOf, type ShardRef } from '#lib/kinesis';
import {
  recordsFrom,
  StorageError,
  type LogBatch,
  type LogRead,
  type LogReadRequest,
  type LogTip,
} from '#lib/ports';
import { kindOf, logBatchOf, tipOf, type LogEntry } from './log-entry.js';
import type { RedisConnection } from './redis-connection.js';
import { REDIS_KEYS } from './redis-keys.js';
import type { Argument } from './redis-session.js';

const FIRST_COUNT = 4;
const LARGEST_COUNT = 64;

/**
 * Reads shard logs by position, over a connection of its own: a large answer must not stand before an append.
 *
 * Redis bounds a read by entries, the caller by bytes and records, and an entry may be a hundred bytes or a megabyte. So
 * a read asks for few entries first, fewer where those of the last read were large, then for as many as what is left of
 * the bounds would hold, by what was seen so far.
 */
export class RedisLogReader {
  /** Bytes of a batch of the last read, of whichever shard: a guess, which costs a request more where it is wrong. */
  private usualBytes = 0;

  constructor(private readonly connection: RedisConnection) {}

  async tip(shard: ShardRef): Promise<LogTip> {
    const stream = await this.connection.present().send('xinfo', ['STREAM', REDIS_KEYS.shardLog(shard)]);
    return tipOf(stream as readonly unknown[]);
  }

  async read(shard: ShardRef, { from, maxBytes, maxRecords = Infinity }: LogReadRequest): Promise<LogRead> {
    const batches: LogBatch[] = [];
    let bytes = 0;
    let records = 0;
    let entriesRead = 0;
    let start: string = entryIdOf(from);
    for (;;) {
      const shareLeft = Math.min(shareOf(bytes, maxBytes), shareOf(records, maxRecords));
      const count = entriesRead === 0 ? this.firstCount(maxBytes) : nextCount(entriesRead, shareLeft);
      const entries = await this.entriesFrom(shard, { start, count });
      for (const entry of entries) {
        entriesRead += 1;
        const kind = kindOf(entry);
        if (kind === 'sealed') return { batches, isAtTip: true, isSealed: true };
        if (kind !== 'batch') continue;
        const read = logBatchOf(entry);
        batches.push(read);
        bytes += read.batch.body.length;
        this.usualBytes = bytes / batches.length;
        records += recordsFrom(read, from);
        if (bytes >= maxBytes || records >= maxRecords) return { batches, isAtTip: false, isSealed: false };
      }
      const last = entries.at(-1);
      if (entries.length < count || !last) {
        if (entriesRead === 0) await this.requireLog(shard);
        return { batches, isAtTip: true, isSealed: false };
      }
      start = behind(last);
    }
  }

  private firstCount(maxBytes: number): number {
    return Math.max(1, Math.min(FIRST_COUNT, Math.ceil(maxBytes / Math.max(1, this.usualBytes))));
  }

  /** At most `count` entries from an id on, that one included, of any kind. */
  async entriesFrom(
    shard: ShardRef,
    { start, count }: { readonly start: string; readonly count: number },
  ): Promise<readonly LogEntry[]> {
    return this.entries('xrange', [REDIS_KEYS.shardLog(shard), start, '+', 'COUNT', count]);
  }

  async entries(command: 'xrange' | 'xrevrange', args: readonly Argument[]): Promise<readonly LogEntry[]> {
    return (await this.connection.present().send(command, args)) as readonly LogEntry[];
  }

  /** An empty answer is also what Redis gives for a log that does not exist. */
  private async requireLog(shard: ShardRef): Promise<void> {
    const exists = await this.connection.present().send('exists', [REDIS_KEYS.shardLog(shard)]);
    if (exists !== 1) throw logIsGone(shard);
  }
}

export function logIsGone({ streamId, shardNumber }: ShardRef): StorageError {
  return new StorageError('gone', `no log of shard ${shardNumber} of stream ${streamId}`);
}

/** XRANGE's word for "everything behind this entry". */
export const behind = ([id]: LogEntry): string => `(${id.toString('latin1')}`;

/** How much of a bound is left, measured by what was read: 2 is twice as much again. */
const shareOf = (read: number, bound: number): number => (bound - read) / Math.max(1, read);

/** Grows fourfold at most from one request to the next: what was seen may not be what comes. */
function nextCount(entriesRead: number, shareLeft: number): number {
  const fitting = Math.ceil(entriesRead * shareLeft);
  return Math.max(1, Math.min(fitting, FIRST_COUNT * entriesRead, LARGEST_COUNT));
}
