import { after, entryIdOf, LAST_INDEX, type LogPosition, type ShardRef } from '#lib/kinesis';
import { firstPlaceOf, lastPlaceOf, type LogBatch } from '#lib/ports';
import { kindOf, logBatchOf, placeOf, type LogEntry } from './log-entry.js';
import { REDIS_KEYS } from './redis-keys.js';
import { behind, type RedisLogReader } from './redis-log-reader.js';

const MOST_ENTRIES_AT_ONCE = 16;

/**
 * Finds the first batch at or after a time. Ids begin with the epoch, so an id of the present epoch and an old second lies
 * behind all earlier epochs: the epoch has to be found first, then the second in it, then the batch inside the second.
 * Seconds never go back over claims, which is what makes bisecting the epochs right. Source: PROTOCOL, V13 and question 8.
 *
 * A probe is one XRANGE of one entry: about 1 + log2(epochs) for the second, 1 + log2(records of that second) inside it.
 */
export class RedisTimeSearch {
  private readonly second: number;

  constructor(
    private readonly reader: RedisLogReader,
    private readonly shard: ShardRef,
    private readonly timestampMs: number,
  ) {
    this.second = Math.max(0, Math.floor(timestampMs / 1000));
  }

  /** The place of the batch's first record; the place behind the last record where there is no such batch. */
  async run(): Promise<LogPosition> {
    const tip = await this.reader.tip(this.shard);
    let start = await this.firstIdOfSecond(tip.position.epoch);
    while (start !== undefined) {
      const batch = await this.firstBatchFrom(start);
      if (!batch) break;
      const found = batch.batch.timeMs >= this.timestampMs ? batch : await this.laterInSecond(batch);
      if (found) return firstPlaceOf(found);
      // All of this epoch's batches in that second are too early; a later epoch may go on in the same second.
      start = entryIdOf({ epoch: batch.epoch, second: batch.second + 1, index: 0 });
    }
    return after(tip.position);
  }

  /** The id of the first entry, of any kind, that is not before the second. */
  private async firstIdOfSecond(lastEpoch: number): Promise<string | undefined> {
    const oldest = await this.firstEntry('-');
    let low = oldest ? placeOf(oldest).epoch : lastEpoch + 1;
    let high = lastEpoch;
    let found: string | undefined;
    while (low <= high) {
      const epoch = Math.floor((low + high) / 2);
      const entry = await this.firstEntry(entryIdOf({ epoch, second: this.second, index: 0 }));
      const place = entry && placeOf(entry);
      if (place && place.second < this.second) {
        low = place.epoch;
        continue;
      }
      if (place) found = entryIdOf(place);
      high = epoch - 1;
    }
    return found;
  }

  /** Bisects the batches that follow in the same epoch and second. */
  private async laterInSecond(tooEarly: LogBatch): Promise<LogBatch | undefined> {
    const { epoch, second } = tooEarly;
    let low = lastPlaceOf(tooEarly).index + 1;
    let found: LogBatch | undefined;
    let high = await this.lastIndexInSecond(tooEarly);
    while (low <= high) {
      const index = Math.floor((low + high) / 2);
      const batch = await this.firstBatchFrom(entryIdOf({ epoch, second, index }));
      if (!batch) break;
      if (batch.batch.timeMs >= this.timestampMs) {
        found = batch;
        high = batch.batch.firstIndex - 1;
      } else {
        low = lastPlaceOf(batch).index + 1;
      }
    }
    return found;
  }

  private async lastIndexInSecond({ epoch, second }: LogBatch): Promise<number> {
    const key = REDIS_KEYS.shardLog(this.shard);
    const idAt = (index: number): string => entryIdOf({ epoch, second, index });
    const [entry] = await this.reader.entries('xrevrange', [key, idAt(LAST_INDEX), idAt(0), 'COUNT', 1]);
    return entry ? placeOf(entry).index : 0;
  }

  /** The first entry at or behind an id; the seal is none. */
  private async firstEntry(start: string): Promise<LogEntry | undefined> {
    const [entry] = await this.reader.entriesFrom(this.shard, { start, count: 1 });
    return entry && kindOf(entry) !== 'sealed' ? entry : undefined;
  }

  private async firstBatchFrom(id: string): Promise<LogBatch | undefined> {
    let start = id;
    for (let count = 1; ; count = Math.min(2 * count, MOST_ENTRIES_AT_ONCE)) {
      const entries = await this.reader.entriesFrom(this.shard, { start, count });
      const batch = entries.find((entry) => kindOf(entry) === 'batch');
      if (batch) return logBatchOf(batch);
      const last = entries.at(-1);
      if (!last || entries.length < count) return undefined;
      start = behind(last);
    }
  }
}
