/**
 * Keeps the master keys that data keys are wrapped with; whoever has only Redis has none of them.
 *
 * A key is named as KMS names it: a key id, its ARN, `alias/…` or an alias's ARN. `DEFAULT_KEY_ID` is always there.
 * Every method rejects with a `KinesisError` whose code the Kinesis API knows: KMSNotFoundException where there is no such
 * key, KMSAccessDeniedException where it may not be used or does not fit, KMSInvalidStateException where the keys cannot
 * be read.
 */
export interface KeyProvider {
  /** A new data key, as it is and wrapped by the master key. The caller wipes the plaintext when it is done with it. */
  generateDataKey(keyId: string): Promise<GeneratedDataKey>;

  /** The data key that was wrapped under this name: 32 bytes, for the caller to wipe. */
  unwrap(keyId: string, wrapped: string): Promise<Uint8Array>;
}

export interface GeneratedDataKey {
  /** 32 bytes. */
  readonly plaintext: Uint8Array;
  /** Base64; may be stored anywhere. */
  readonly wrapped: string;
}
