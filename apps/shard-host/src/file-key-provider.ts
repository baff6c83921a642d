import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KinesisError } from '#lib/kinesis';
import type { GeneratedDataKey, KeyProvider } from '#lib/ports';
import { KEY_BYTES, keyFileGone, type KeyFile, type MasterKeys } from './key-file.js';

/**
 * Wraps data keys by the master keys of a file: AES-256-GCM, bound to the master key's name.
 *
 *     version u8 1 | nonce 12 B | wrapped data key 32 B | tag 16 B
 *
 * The file is read each time, so a key that was added counts at once; unwrapped data keys are held by those who use them.
 */
export class FileKeyProvider implements KeyProvider {
  /** @param file may be missing until a first data key is wanted. */
  constructor(private readonly file: KeyFile) {}

  async generateDataKey(keyId: string): Promise<GeneratedDataKey> {
    const name = nameOf(keyId);
    const masterKey = keyNamed(name, (await this.file.read()) ?? (await this.file.make()));
    const plaintext = randomBytes(KEY_BYTES);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, masterKey, nonce).setAAD(Buffer.from(name));
    const parts = [Buffer.of(VERSION), nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
    return { plaintext, wrapped: Buffer.concat(parts).toString('base64') };
  }

  async unwrap(keyId: string, wrapped: string): Promise<Uint8Array> {
    const name = nameOf(keyId);
    const masterKeys = await this.file.read();
    if (masterKeys === undefined) throw keyFileGone();
    const plaintext = unwrapped(Buffer.from(wrapped, 'base64'), {
      name,
      masterKey: keyNamed(name, masterKeys),
    });
    if (plaintext !== undefined) return plaintext;
    throw new KinesisError(
      'KMSAccessDeniedException',
      `Key ${name} is another one than the key of this name that wrapped the data key: bring the former one back.`,
    );
  }
}

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = 1 + NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/** What a KMS key is called in the file: its id or its alias. Source: KMS, key identifiers. */
const KEY_ARN = /^arn:[^:]*:kms:[^:]*:[^:]*:(?:key\/(?<id>.+)|(?<alias>alias\/.+))$/;

function nameOf(keyId: string): string {
  const { id, alias } = KEY_ARN.exec(keyId)?.groups ?? {};
  return id ?? alias ?? keyId;
}

function keyNamed(name: string, masterKeys: MasterKeys): Buffer {
  const key = masterKeys.get(name);
  if (key !== undefined) return key;
  throw new KinesisError('KMSNotFoundException', `Key '${name}' does not exist`);
}

/** Undefined where it was wrapped by another key, or is damaged. */
function unwrapped(bytes: Buffer, { name, masterKey }: NamedKey): Buffer | undefined {
  if (bytes.length !== WRAPPED_BYTES || bytes[0] !== VERSION) return undefined;
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, masterKey, nonce)
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const plaintext = decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}

interface NamedKey {
  readonly name: string;
  readonly masterKey: Buffer;
}
