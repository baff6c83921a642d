import { createSecretKey, type KeyObject } from 'node:crypto';
import { KinesisError, UnwrappedDataKey, type DataKey, type Stream, type StreamId } from '#lib/kinesis';
import { StorageError, type KeyProvider, type LogLine } from '#lib/ports';
import type { StreamCatalogue } from './stream-catalogue.js';

export interface StreamKeysOptions {
  readonly catalogue: Pick<StreamCatalogue, 'account' | 'refresh'>;
  readonly provider: KeyProvider;
  /** Keys held in memory. Default: 10,000. */
  readonly maxKeys?: number;
  /** Must not throw. */
  readonly onEvent?: (event: DataKeyUnavailable) => void;
}

const MAX_KEYS = 10_000;

/**
 * The data keys of the streams, unwrapped when they are first needed.
 *
 * Invariants
 * - A key is unwrapped once, however many wait for it; what failed is tried again by the next who asks.
 * - Plain keys are in no JavaScript buffer: a `KeyObject` holds them, and its memory is wiped when it is dropped.
 *
 * A crash loses them; the control log has them wrapped.
 */
export class StreamKeys {
  private readonly keys = new Map<string, UnwrappedDataKey | Promise<UnwrappedDataKey>>();
  private readonly unavailable = new Set<string>();

  constructor(private readonly options: StreamKeysOptions) {}

  /**
   * The key for new records; undefined where they are not encrypted. At once where it is known already.
   *
   * @throws StorageError no-key; gone where there is no such stream.
   */
  present(streamId: StreamId): UnwrappedDataKey | undefined | Promise<UnwrappedDataKey | undefined> {
    const stream = this.stream(streamId);
    return stream === undefined ? this.presentOfNewStream(streamId) : this.presentOf(stream);
  }

  /** The key that records were encrypted with. @throws StorageError no-key. */
  numbered(streamId: StreamId, number: number): UnwrappedDataKey | Promise<UnwrappedDataKey> {
    const stream = this.stream(streamId);
    const dataKey = stream && dataKeyOf(stream, number);
    return stream === undefined || dataKey === undefined
      ? this.newlyNumbered(streamId, number)
      : this.unwrapped(stream, dataKey);
  }

  private stream(streamId: StreamId): Stream | undefined {
    return this.options.catalogue.account().streams.get(streamId);
  }

  private presentOf(stream: Stream): UnwrappedDataKey | undefined | Promise<UnwrappedDataKey> {
    const { encryption } = stream;
    return encryption === undefined ? undefined : this.numbered(stream.id, encryption.dataKeyNumber);
  }

  /** Another process may have created it a moment ago. */
  private async presentOfNewStream(streamId: StreamId): Promise<UnwrappedDataKey | undefined> {
    await this.options.catalogue.refresh();
    const stream = this.stream(streamId);
    if (stream === undefined) throw new StorageError('gone', `no stream with id ${streamId}`);
    return this.presentOf(stream);
  }

  /** Another process may have begun to encrypt a moment ago. */
  private async newlyNumbered(streamId: StreamId, number: number): Promise<UnwrappedDataKey> {
    await this.options.catalogue.refresh();
    const stream = this.stream(streamId);
    const dataKey = stream && dataKeyOf(stream, number);
    if (stream !== undefined && dataKey !== undefined) return this.unwrapped(stream, dataKey);
    const message = `Data key ${number} of stream ${stream?.name ?? streamId} does not exist (any more).`;
    throw new StorageError('no-key', message, { cause: new KinesisError('KMSNotFoundException', message) });
  }

  private unwrapped(stream: Stream, dataKey: DataKey): UnwrappedDataKey | Promise<UnwrappedDataKey> {
    const name = `${stream.id}/${dataKey.number}`;
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const unwrapping = this.unwrap(name, { stream, dataKey });
    this.keep(name, unwrapping);
    return unwrapping;
  }

  private async unwrap(name: string, { stream, dataKey }: KeyOfStream): Promise<UnwrappedDataKey> {
    try {
      const bytes = await this.options.provider.unwrap(dataKey.keyId, dataKey.wrapped);
      const { number } = dataKey;
      const key = new UnwrappedDataKey({ streamId: stream.id, number, secret: secretOf(bytes) });
      this.unavailable.delete(name);
      // Where others have pushed the promise out meanwhile, the key is not kept either.
      if (this.keys.has(name)) this.keys.set(name, key);
      return key;
    } catch (error) {
      this.keys.delete(name);
      this.tell(name, new DataKeyUnavailable({ stream, dataKey }, error));
      const { message } = error as Error;
      throw new StorageError('no-key', message, { cause: error });
    }
  }

  /** Once, until it is there again: every put would say the same. */
  private tell(name: string, event: DataKeyUnavailable): void {
    if (this.unavailable.has(name)) return;
    this.unavailable.add(name);
    this.options.onEvent?.(event);
  }

  private keep(name: string, key: Promise<UnwrappedDataKey>): void {
    const { maxKeys = MAX_KEYS } = this.options;
    for (const oldest of this.keys.keys()) {
      if (this.keys.size < maxKeys) break;
      this.keys.delete(oldest);
    }
    this.keys.set(name, key);
  }
}

interface KeyOfStream {
  readonly stream: Stream;
  readonly dataKey: DataKey;
}

/** A stream's records cannot be encrypted or decrypted now: puts and reads that need the key are refused. */
export class DataKeyUnavailable {
  readonly type = 'data-key-unavailable';

  constructor(
    readonly key: KeyOfStream,
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { stream, dataKey } = this.key;
    const fields = { streamName: stream.name, dataKeyNumber: dataKey.number, keyId: dataKey.keyId };
    const message = 'the data key of a stream cannot be unwrapped';
    return { level: 'error', message, fields: { ...fields, error: this.error } };
  }
}

const dataKeyOf = ({ dataKeys }: Stream, number: number): DataKey | undefined =>
  dataKeys.find((key) => key.number === number);

/** Takes the bytes and wipes them. */
function secretOf(bytes: Uint8Array): KeyObject {
  const secret = createSecretKey(bytes);
  bytes.fill(0);
  return secret;
}
