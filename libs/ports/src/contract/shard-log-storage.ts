import { randomBytes } from 'node:crypto';
import { LAST_HASH_KEY, type HashKey, type ShardRef, type StreamId } from '#lib/kinesis';
import type { ShardLog } from '../shard-log.js';
import type { StorageError, StorageErrorKind } from '../storage-error.js';

/** A storage under test, with the levers that the contract pulls. */
export interface ShardLogStorage {
  readonly log: ShardLog;
  /** The same storage, seen from another process. */
  readonly another: ShardLog;
  /** Loses the connection of `log` between two commands; resolves when it has a new one. */
  reconnect(): Promise<void>;
  /** Loses the reply of the next write of `log`, after it was executed or instead; a new connection follows by itself. */
  loseNextReply(lever: { readonly executed: boolean }): void;
  /** Resolves when `log` has a connection. */
  connected(): Promise<void>;
  /** Removes all entries, as retention may; the log itself stays. */
  trimToEmpty(shard: ShardRef): Promise<void>;
  /** The ids of the log's entries, oldest first; none where the log does not exist. */
  entryIds(shard: ShardRef): Promise<readonly string[]>;
  /** By how much a body is longer in the log than above it. Default: 0. */
  readonly addedBytes?: number;
  close(): Promise<void>;
}

/** A shard of its own for each test, also where several runs share one storage. */
export class TestShards {
  private readonly streamId = `${randomBytes(10).toString('hex')}-abc` as StreamId;
  private made = 0;

  /** A shard without a log. */
  unopened(): ShardRef {
    this.made += 1;
    return { streamId: this.streamId, shardNumber: this.made };
  }

  async open(log: ShardLog): Promise<ShardRef> {
    const shard = this.unopened();
    await log.open([opening(shard)]);
    return shard;
  }
}

/** What `open` takes for a shard that has the whole hash space. */
export function opening(shard: ShardRef) {
  return { shard, range: { start: 0n as HashKey, end: LAST_HASH_KEY }, parents: [] };
}

/** What `rejects.toMatchObject` compares a StorageError with. */
export const storageError = (kind: StorageErrorKind): Partial<StorageError> => ({
  name: 'StorageError',
  kind,
});
