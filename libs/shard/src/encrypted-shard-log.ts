import {
  dataKeyNumberOf,
  decryptBody,
  encryptBody,
  NONCE_BYTES,
  type LogPosition,
  type ShardRef,
  type UnwrappedDataKey,
} from '#lib/kinesis';
import {
  CorruptFrameError,
  firstPlaceOf,
  lastPlaceOf,
  type BatchToAppend,
  type Claim,
  type InFlight,
  type LogBatch,
  type LogRead,
  type LogReadRequest,
  type LogTip,
  type OpenedShard,
  type RecordBatch,
  type ShardLog,
} from '#lib/ports';
import type { StreamKeys } from './stream-keys.js';

export interface EncryptedShardLogOptions {
  /** Where the batches lie, encrypted or not. */
  readonly log: ShardLog;
  readonly keys: Pick<StreamKeys, 'present' | 'numbered'>;
  /** Fresh random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
}

/**
 * A shard log whose batches lie encrypted in the log behind it, where their stream says so. Callers see plain bodies
 * only: what they append, and what they read.
 *
 * Invariants
 * - Each append is encrypted by the key that the stream has at that moment, or not at all where it has none; it is never
 *   stored plain because a key is missing.
 * - A batch is encrypted for its place. Appended once more, under a later claim, it is encrypted once more.
 *
 * It holds no state: what a crash leaves is what the log behind it holds.
 */
export class EncryptedShardLog implements ShardLog {
  constructor(private readonly options: EncryptedShardLogOptions) {}

  append(claim: Claim, batch: BatchToAppend): Promise<RecordBatch> {
    const { log, keys } = this.options;
    const key = keys.present(claim.shard.streamId);
    if (key === undefined) return log.append(claim, batch);
    if (!(key instanceof Promise)) return this.appendEncrypted(claim, { batch, key });
    return key.then((unwrapped) =>
      unwrapped === undefined
        ? log.append(claim, batch)
        : this.appendEncrypted(claim, { batch, key: unwrapped }),
    );
  }

  async read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    const read = await this.options.log.read(shard, request);
    if (!read.batches.some(({ batch }) => batch.isEncrypted)) return read;
    const batches: LogBatch[] = [];
    for (const batch of read.batches) {
      try {
        batches.push(await this.decrypted(shard, batch));
      } catch (error) {
        // Who reads on from the batches before it meets it first, and learns of it then.
        if (batches.length === 0) throw error;
        return { batches, isAtTip: false, isSealed: false };
      }
    }
    return { ...read, batches };
  }

  open(shards: readonly OpenedShard[]): Promise<void> {
    return this.options.log.open(shards);
  }

  delete(shards: readonly ShardRef[]): Promise<void> {
    return this.options.log.delete(shards);
  }

  claim(shard: ShardRef, owner: string): Promise<Claim> {
    return this.options.log.claim(shard, owner);
  }

  decideInFlight(claim: Claim | undefined, inFlight: InFlight): Promise<'stored' | 'absent' | 'unknown'> {
    return this.options.log.decideInFlight(claim, inFlight);
  }

  seal(shard: ShardRef): Promise<{ readonly finalIndex: number; readonly lastSecond: number }> {
    return this.options.log.seal(shard);
  }

  tip(shard: ShardRef): Promise<LogTip> {
    return this.options.log.tip(shard);
  }

  locate(shard: ShardRef, timestampMs: number): Promise<LogPosition> {
    return this.options.log.locate(shard, timestampMs);
  }

  private async appendEncrypted(claim: Claim, { batch, key }: BatchToEncrypt): Promise<RecordBatch> {
    const { position, header, records } = batch;
    const { firstIndex, timeMs } = header;
    const body = joined(records);
    const place = { shard: claim.shard, position, firstIndex, timeMs };
    const parts = encryptBody(body, { key, place }, this.options.randomBytes(NONCE_BYTES));
    const stored = await this.options.log.append(claim, {
      position,
      header: { ...header, isEncrypted: true },
      records: parts.map((bytes) => ({ bytes })),
    });
    return { ...stored, body };
  }

  /** @throws CorruptFrameError where the batch is not what was stored there; StorageError no-key. */
  private async decrypted(shard: ShardRef, read: LogBatch): Promise<LogBatch> {
    const { batch } = read;
    if (batch.isEncrypted !== true) return read;
    const number = dataKeyNumberOf(batch.body);
    if (number === undefined) throw new CorruptFrameError(`an encrypted body of ${batch.body.length} bytes`);
    const known = this.options.keys.numbered(shard.streamId, number);
    const key = known instanceof Promise ? await known : known;
    const { firstIndex, timeMs } = batch;
    const place = { shard, position: lastPlaceOf(read), firstIndex, timeMs };
    const body = decryptBody(batch.body, { key, place });
    if (body === undefined) {
      const { epoch, second, index } = firstPlaceOf(read);
      throw new CorruptFrameError(
        `the batch at ${epoch}.${second}.${index} does not open with data key ${number}: it was changed, or moved here`,
      );
    }
    return { ...read, batch: { ...batch, body } };
  }
}

/** The requests' bytes as one buffer; of a single request they are one already. */
function joined(records: BatchToAppend['records']): Buffer {
  const [first] = records;
  return first !== undefined && records.length === 1
    ? first.bytes
    : Buffer.concat(records.map(({ bytes }) => bytes));
}

interface BatchToEncrypt {
  readonly batch: BatchToAppend;
  readonly key: UnwrappedDataKey;
}
