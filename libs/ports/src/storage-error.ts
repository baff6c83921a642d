/**
 * A storage or network failure, told apart where it is born and by kind, never by its text.
 *
 * - `fenced`: the log has a later claim; what was sent did not and cannot land. The actor stops.
 * - `sealed`: the log is closed for ever; what was sent did not land. The caller reroutes.
 * - `gone`: the log does not exist (any more).
 * - `not-executed`: the storage said no, for a reason that may pass (out of memory, loading, a broken disk); nothing landed.
 * - `disconnected`: nothing was sent: there is no connection, or the claim was made over one that is lost. The owner claims
 *   again and may then send the same records; nothing is in doubt.
 * - `no-key`: the records are, or would be, encrypted, and their key cannot be had; nothing was sent, and a claim is worth
 *   what it was. The cause is the key provider's.
 * - `unknown`: the connection was lost, or no answer came in time. It may have landed. The owner claims again and decides.
 */
export type StorageErrorKind =
  'fenced' | 'sealed' | 'gone' | 'not-executed' | 'disconnected' | 'no-key' | 'unknown';

export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly kind: StorageErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
