import { DEFAULT_KEY_ID, KinesisError } from '#lib/kinesis';
import type { GeneratedDataKey, KeyProvider } from './key-provider.js';

const DATA_KEY_BYTES = 32;

/** The twin of the key provider that keeps files: deterministic, without I/O, and without any secret. */
export class MemoryKeyProvider implements KeyProvider {
  /** Data keys that were unwrapped, in order. */
  readonly unwrappings: string[] = [];
  private readonly dataKeys = new Map<string, Uint8Array>();
  private failure: Error | undefined;

  /** @param keyIds the master keys that there are. */
  constructor(private readonly keyIds: readonly string[] = [DEFAULT_KEY_ID]) {}

  async generateDataKey(keyId: string): Promise<GeneratedDataKey> {
    this.requireKey(keyId);
    const number = this.dataKeys.size + 1;
    const wrapped = Buffer.from(`${keyId} ${number}`).toString('base64');
    const plaintext = Buffer.alloc(DATA_KEY_BYTES, `data key ${number}`);
    this.dataKeys.set(wrapped, Uint8Array.from(plaintext));
    return { plaintext, wrapped };
  }

  async unwrap(keyId: string, wrapped: string): Promise<Uint8Array> {
    this.unwrappings.push(wrapped);
    this.requireKey(keyId);
    const plaintext = this.dataKeys.get(wrapped);
    if (plaintext !== undefined) return Uint8Array.from(plaintext);
    throw new KinesisError('KMSAccessDeniedException', `${wrapped} was not wrapped by ${keyId}`);
  }

  /** The master keys cannot be used until the returned function is called. */
  fail(error: Error): () => void {
    this.failure = error;
    return () => (this.failure = undefined);
  }

  private requireKey(keyId: string): void {
    if (this.failure !== undefined) throw this.failure;
    if (!this.keyIds.includes(keyId)) throw new KinesisError('KMSNotFoundException', `no key ${keyId}`);
  }
}
