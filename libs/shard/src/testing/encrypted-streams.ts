import type { Account, DataKey, Stream, StreamId } from '#lib/kinesis';
import { MemoryKeyProvider } from '#lib/ports';
import { StreamKeys, type StreamKeysOptions } from '../stream-keys.js';

/** The part of a catalogue that the keys of streams are looked up in: every stream is there, with the same data keys. */
export class EncryptedStreams {
  readonly provider = new MemoryKeyProvider();
  /** What a process sees after it has taken up the changes of others. */
  private encryption: Stream['encryption'];
  private dataKeys: readonly DataKey[] = [];
  private seen: Pick<Stream, 'encryption' | 'dataKeys'> = { dataKeys: [] };

  /** All streams are encrypted with a new data key from here on; every process but laggards knows it. */
  async start(): Promise<void> {
    await this.startElsewhere();
    this.see();
  }

  /** The same, and this process does not know it yet. */
  async startElsewhere(): Promise<void> {
    const keyId = 'alias/aws/kinesis';
    const number = this.dataKeys.length + 1;
    const { wrapped } = await this.provider.generateDataKey(keyId);
    this.dataKeys = [...this.dataKeys, { number, keyId, wrapped }];
    this.encryption = { keyId, dataKeyNumber: number };
  }

  stop(): void {
    this.encryption = undefined;
    this.see();
  }

  /** The keys of a process. */
  keys(options: Partial<StreamKeysOptions> = {}): StreamKeys {
    return new StreamKeys({ catalogue: this.catalogue, provider: this.provider, ...options });
  }

  /** What a process knows. */
  get catalogue(): StreamKeysOptions['catalogue'] {
    const streams = { get: (id: StreamId) => ({ id, name: 'encrypted', ...this.seen }) };
    return { account: () => ({ streams }) as unknown as Account, refresh: async () => this.see() };
  }

  private see(): void {
    const { encryption, dataKeys } = this;
    this.seen = { encryption, dataKeys };
  }
}
