import type { SequenceNumber, ShardId } from '#lib/kinesis';

/** Where a record of an idempotent put is stored. */
export interface StoredPlace {
  readonly shardId: ShardId;
  readonly sequenceNumber: SequenceNumber;
}

/** An idempotent put as far as it is known. */
export interface KnownPut {
  /** Hash of its body, as hex. */
  readonly body: string;
  /** For each of its records where it is stored; undefined where it is not, or nobody knows. */
  readonly places: readonly (StoredPlace | undefined)[];
  /** When it was seen first, ms since 1970. */
  readonly atMs: number;
}

/** One record of a put that was found to be stored. */
export interface StoredRecord {
  /** Hash of the idempotency key, as hex. */
  readonly key: string;
  readonly body: string;
  readonly index: number;
  readonly count: number;
  readonly place: StoredPlace;
  readonly atMs: number;
}

/** For how long a put is known by its key. */
export const IDEMPOTENCY_WINDOW_MS = 300_000;
/** Records of one stream's idempotent puts that are known at a time: some 30 MB. The oldest puts go first. */
const MOST_RECORDS = 100_000;

/**
 * The idempotent puts of one stream.
 *
 * Invariants: it tells of no put that is older than the window; it holds at most `MOST_RECORDS` records, but always the newest put; what
 * it says of a record stands in the log.
 *
 * A crash loses it: the log has it all, as stamps on the records.
 */
export class PutLedger {
  /** By key, in the order in which they were seen: nearly the oldest first. */
  private readonly puts = new Map<string, LedgerEntry>();
  private records = 0;

  find(key: string, nowMs: number): KnownPut | undefined {
    this.forgetOlderThan(nowMs - IDEMPOTENCY_WINDOW_MS);
    return this.knownAt(nowMs, key)?.put;
  }

  /** Takes note of a record that is stored. A second one at the same place of the put changes nothing: the first counts. */
  stored({ key, body, index, count, place, atMs }: StoredRecord): void {
    const known = this.knownAt(atMs, key) ?? this.begun(key, { body, count, atMs });
    if (known.put.body === body && index < known.places.length) known.places[index] ??= place;
  }

  /** An old put may stand behind a newer one, for shards are read one after the other: another one may have its key now. */
  private knownAt(atMs: number, key: string): LedgerEntry | undefined {
    const known = this.puts.get(key);
    if (!known || known.put.atMs >= atMs - IDEMPOTENCY_WINDOW_MS) return known;
    this.forget(key);
    return undefined;
  }

  private begun(
    key: string,
    { body, count, atMs }: Pick<StoredRecord, 'body' | 'count' | 'atMs'>,
  ): LedgerEntry {
    const places = Array.from<StoredPlace | undefined>({ length: count });
    const entry = { put: { body, places, atMs }, places };
    this.puts.set(key, entry);
    this.records += count;
    for (const oldest of this.puts.keys()) {
      if (this.records <= MOST_RECORDS || oldest === key) break;
      this.forget(oldest);
    }
    return entry;
  }

  private forgetOlderThan(horizonMs: number): void {
    for (const [key, { put }] of this.puts) {
      if (put.atMs >= horizonMs) return;
      this.forget(key);
    }
  }

  private forget(key: string): void {
    this.records -= this.puts.get(key)?.places.length ?? 0;
    this.puts.delete(key);
  }
}

interface LedgerEntry {
  readonly put: KnownPut;
  /** The put's own, to be filled in. */
  readonly places: (StoredPlace | undefined)[];
}
