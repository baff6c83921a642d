/** Bounds on what clients may take, in time and in number. */
export interface FrontLimits {
  readonly maxConnections: number;
  /** Of one IPv4 address, or one /64 of IPv6. */
  readonly maxConnectionsPerAddress: number;
  /**
   * From the first byte to the last of a request's headers; also how long a connection may stay silent at first, and how
   * long a TLS handshake may take.
   */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to its last. */
  readonly requestTimeoutMs: number;
  /** How long a connection stays open between requests. */
  readonly keepAliveTimeoutMs: number;
  /** How long requests in flight may take once close() was called. */
  readonly drainTimeoutMs: number;
}

/** The largest headers of a request, in bytes: names and values together. */
export const MAX_HEADER_BYTES = 16 * 1024;
