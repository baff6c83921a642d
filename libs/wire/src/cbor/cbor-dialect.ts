import type { CborWriter } from './cbor-writer.js';

/** What the two protocols that write CBOR do not have in common. */
export interface CborDialect {
  readonly contentType: string;
  writeTimestamp(writer: CborWriter, ms: number): void;
  /** Milliseconds since 1970 of a timestamp as it was read. */
  msOf(timestamp: number): number;
  /** What `__type` says of an error. */
  errorType(code: string): string;
}

const TIMESTAMP = 1;

/**
 * What AWS's SDK for Java and the Kinesis Client Library speak: a timestamp is milliseconds, against RFC 8949, and never a
 * float, which they cannot read.
 *
 * Source: recorded against AWS (SEMANTICS, "Wire protocol").
 */
export const AWS_CBOR: CborDialect = {
  contentType: 'application/x-amz-cbor-1.1',
  writeTimestamp(writer, ms) {
    writer.tag(TIMESTAMP);
    writer.integer(ms);
  },
  msOf: (timestamp) => timestamp,
  errorType: (code) => code,
};

const NAMESPACE = 'com.amazonaws.kinesis';

/**
 * What Smithy's RPC v2 protocol speaks: a timestamp is seconds with a fraction, and an error's type has its namespace.
 *
 * Source: Smithy RPC v2 CBOR protocol, smithy.io.
 */
export const SMITHY_CBOR: CborDialect = {
  contentType: 'application/cbor',
  writeTimestamp(writer, ms) {
    writer.tag(TIMESTAMP);
    writer.float(ms / 1000);
  },
  msOf: (timestamp) => timestamp * 1000,
  errorType: (code) => `${NAMESPACE}#${code}`,
};
