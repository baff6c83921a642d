/** The settings of TLS. */
export interface TlsSettings {
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly plaintext: 'on' | 'off';
}

/** What does not go together among them, a sentence each. */
export function tlsProblems({ tlsCert, tlsKey, plaintext }: TlsSettings): readonly string[] {
  const found: readonly (string | false)[] = [
    tlsCert !== undefined &&
      tlsKey === undefined &&
      'SHARDWELL_TLS_CERT is set, but SHARDWELL_TLS_KEY is not: TLS needs both.',
    tlsKey !== undefined &&
      tlsCert === undefined &&
      'SHARDWELL_TLS_KEY is set, but SHARDWELL_TLS_CERT is not: TLS needs both.',
    plaintext === 'off' &&
      tlsCert === undefined &&
      tlsKey === undefined &&
      'SHARDWELL_PLAINTEXT is off, so SHARDWELL_TLS_CERT and SHARDWELL_TLS_KEY must be set.',
  ];
  return found.filter((problem) => problem !== false);
}
