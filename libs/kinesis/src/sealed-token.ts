import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/**
 * A text that only this installation can make: AES-256-GCM over some bytes, in base64url, so that it needs no quotes in
 * a shell and no escapes in a URL. Shard iterators and page tokens are such texts: they can neither be forged nor carried
 * to another installation.
 *
 * The kind of the token is bound as additional data: a page token is no shard iterator.
 */
export interface TokenSeal {
  /** 32 bytes, shared by all gateways of an installation. Node prepares bytes anew each time: a KeyObject costs a quarter. */
  readonly key: Uint8Array | KeyObject;
  /** Fresh random bytes; injected, so that the core draws none itself. */
  readonly randomBytes: (count: number) => Uint8Array;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const ENCODING = 'base64url';

export function sealToken(seal: TokenSeal, kind: string, content: Uint8Array): string {
  const nonce = seal.randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, seal.key, nonce).setAAD(Buffer.from(kind));
  const bytes = Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return bytes.toString(ENCODING);
}

/** The bytes that were sealed; undefined where the text is not a token of this kind and installation. */
export function openToken(seal: Pick<TokenSeal, 'key'>, kind: string, token: string): Buffer | undefined {
  const bytes = Buffer.from(token, ENCODING);
  // Decoding overlooks strange characters and spare bits; only the text that was sealed is the token.
  if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString(ENCODING) !== token) return undefined;
  const decipher = createDecipheriv(CIPHER, seal.key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(kind))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The only thing `final` throws is that the tag does not match: forged, foreign, or of another kind.
    return undefined;
  }
}
