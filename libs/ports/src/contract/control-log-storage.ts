import type { ControlLog } from '../control-log.js';

/** A control log under test, with the levers that the contract pulls. */
export interface ControlLogStorage {
  readonly log: ControlLog;
  /** The same control log, seen from another process. */
  readonly another: ControlLog;
  /** Loses the reply of the next append of `log`, after it was executed or instead; a new connection follows by itself. */
  loseNextReply(lever: { readonly executed: boolean }): void;
  /** Resolves when `log` has a connection. */
  connected(): Promise<unknown>;
  close(): Promise<void>;
}
