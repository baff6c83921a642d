import { createHash } from 'node:crypto';
import { KinesisError, type SequenceNumber, type ShardId, type Stream, type StreamId } from '#lib/kinesis';
import { encodeStamp, IDEMPOTENCY_HASH_BYTES, ShardError } from '#lib/ports';
import { streamWithRecords } from '../streams/addressed-stream.js';
import type { OperationContext } from '../operation-context.js';
import { entryResults, isOutcomeUnknown, type EntryResult } from '../records/entry-results.js';
import type { PutRecordsAnswer } from '../records/put-records-answer.js';
import { RECORD_ATTRIBUTES, type PutEntry } from '../records/record-placement.js';
import { IDEMPOTENCY_WINDOW_MS, PutLedger, type KnownPut } from './put-ledger.js';
import { stampsInLog } from './stamps-in-log.js';

/** A put that is to happen once, however often it is sent. */
export interface IdempotentPut {
  readonly streamName: string;
  /** The client's word for it. */
  readonly key: string;
  /** Whose word it is: two callers may use the same. */
  readonly caller: string;
  /** What makes another put of it if it changes. */
  readonly body: readonly (string | Uint8Array)[];
  readonly entries: readonly PutEntry[];
}

/** The key was used for another put within the window. */
export class IdempotencyKeyReused extends KinesisError {
  constructor(key: string) {
    const windowSeconds = IDEMPOTENCY_WINDOW_MS / 1000;
    super(
      'InvalidArgumentException',
      `Idempotency-Key ${key} was used with another body within the last ${windowSeconds} seconds.`,
    );
  }
}

/** Puts entries into a stream by the operation. */
export type PutEntries = (entries: readonly PutEntry[]) => Promise<PutRecordsAnswer>;

/**
 * Puts that happen once. Each of their records carries a stamp in the log, so what was stored is found again after a crash:
 * a put that is sent again stores only what is missing, and is answered as the first time.
 *
 * Invariants: of one key at most one put is under way; a record is put again only when the log was read to its end after
 * every earlier try whose outcome is unknown.
 *
 * This process is the only one that puts into its streams; several of them would each have to ask the others.
 */
export class IdempotentPuts {
  private readonly ledgers = new Map<StreamId, StreamLedger>();
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly context: OperationContext) {}

  /**
   * One result per entry, in order.
   *
   * @throws IdempotencyKeyReused; what `putEntries` throws where nothing was stored; KinesisError ServiceUnavailable where
   *   the log cannot be read.
   */
  async put(put: IdempotentPut, putEntries: PutEntries): Promise<readonly EntryResult[]> {
    const stream = streamWithRecords({ StreamName: put.streamName }, this.context);
    const key = hashOf([put.caller, '\0', put.key]);
    const turnKey = `${stream.id} ${key}`;
    const turn = (this.turns.get(turnKey) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.putInTurn(put, { stream, key, putEntries }));
    this.turns.set(turnKey, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(turnKey) === turn) this.turns.delete(turnKey);
    }
  }

  private async putInTurn(
    put: IdempotentPut,
    { stream, key, putEntries }: Turn,
  ): Promise<readonly EntryResult[]> {
    const { clock } = this.context;
    const ledger = this.ledgerOf(stream);
    await ledger.catchUp(stream, this.context).catch((error: unknown) => {
      throw error instanceof ShardError ? logUnreadable(error) : error;
    });
    const body = hashOf(put.body);
    const count = put.entries.length;
    const known = ledger.puts.find(key, clock.nowMs());
    if (known && known.body !== body) throw new IdempotencyKeyReused(put.key);
    const missing = indexesOf(put.entries).filter((index) => known?.places[index] === undefined);
    if (missing.length === 0 && known) return placesOf(known);
    const stamped = missing.map((index) => ({
      ...(put.entries[index] as PutEntry),
      [RECORD_ATTRIBUTES]: encodeStamp({ key: bytesOf(key), body: bytesOf(body), index, count }),
    }));
    const fresh = await ledger.attempt(() => putEntries(stamped), clock.nowMs());
    missing.forEach((index, i) => {
      const result = fresh[i];
      if (result === undefined || 'error' in result) return;
      const place = {
        shardId: result.shardId as ShardId,
        sequenceNumber: result.sequenceNumber as SequenceNumber,
      };
      ledger.puts.stored({ key, body, index, count, place, atMs: clock.nowMs() });
    });
    const freshOf = new Map(missing.map((index, i) => [index, fresh[i] as EntryResult]));
    return indexesOf(put.entries).map((index) => freshOf.get(index) ?? (known?.places[index] as EntryResult));
  }

  private ledgerOf({ id }: Stream): StreamLedger {
    const { catalogue } = this.context;
    for (const streamId of this.ledgers.keys())
      if (!catalogue.account().streams.has(streamId)) this.ledgers.delete(streamId);
    const ledger = this.ledgers.get(id) ?? new StreamLedger();
    this.ledgers.set(id, ledger);
    return ledger;
  }
}

interface Turn {
  readonly stream: Stream;
  /** Hash of caller and key, as hex. */
  readonly key: string;
  readonly putEntries: PutEntries;
}

/** A stream's ledger, and from when on it has to be read from the log before it may be believed. */
class StreamLedger {
  readonly puts = new PutLedger();
  /** Ms since 1970; -Infinity for the whole window; undefined where nothing has to be read. */
  private unreadSinceMs: number | undefined = -Infinity;
  private reading: Promise<void> | undefined;

  /** Reads what this process does not know: what came before it, and what became of puts without an answer. */
  catchUp(stream: Stream, context: OperationContext): Promise<void> {
    if (this.unreadSinceMs === undefined) return this.reading ?? Promise.resolve();
    const sinceMs = Math.max(this.unreadSinceMs, context.clock.nowMs() - IDEMPOTENCY_WINDOW_MS);
    const reading = (this.reading ?? Promise.resolve()).then(() => this.read(stream, sinceMs, context));
    const ended = (): void => {
      // A later reading may wait behind this one.
      if (this.reading === reading) this.reading = undefined;
    };
    this.unreadSinceMs = undefined;
    this.reading = reading;
    reading.then(ended, () => {
      this.doubtSince(sinceMs);
      ended();
    });
    return reading;
  }

  /** Tries a put; where its outcome is not known for every record, the log is asked before the next one. */
  async attempt(put: () => Promise<PutRecordsAnswer>, nowMs: number): Promise<readonly EntryResult[]> {
    const sinceMs = nowMs - CLOCKS_APART_MS;
    try {
      const results = entryResults(await put());
      if (results.some((result) => 'error' in result && result.error.outcomeUnknown))
        this.doubtSince(sinceMs);
      return results;
    } catch (error) {
      if (!(error instanceof KinesisError) || isOutcomeUnknown(error)) this.doubtSince(sinceMs);
      throw error;
    }
  }

  private doubtSince(sinceMs: number): void {
    this.unreadSinceMs = Math.min(sinceMs, this.unreadSinceMs ?? sinceMs);
  }

  private async read(stream: Stream, sinceMs: number, context: OperationContext): Promise<void> {
    for await (const record of stampsInLog(stream, sinceMs, context)) this.puts.stored(record);
  }
}

/** The owner of a shard may say another time than this process. Source: docs/ARCHITECTURE.md, Actors. */
const CLOCKS_APART_MS = 10_000;

const indexesOf = (entries: readonly unknown[]): readonly number[] => entries.map((_, index) => index);

function placesOf({ places }: KnownPut): readonly EntryResult[] {
  return places.map((place) => place as EntryResult);
}

function logUnreadable(cause: ShardError): KinesisError {
  const sentence =
    'It cannot be found out now what is stored of this Idempotency-Key. Nothing was put. Try again.';
  return new KinesisError('ServiceUnavailable', sentence, { cause });
}

/** As hex. */
function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 2 * IDEMPOTENCY_HASH_BYTES);
}

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
