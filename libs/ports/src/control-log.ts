import type { AccountEvent } from '#lib/kinesis';

/**
 * The events of all streams, in one order, at versions 1, 2, 3 … Changes do not race: of two writers of one version the
 * second is refused, reads what came and decides again.
 */
export interface ControlLog {
  /**
   * Appends the events as version `expectedVersion + 1`, all or none.
   *
   * @returns false where that version exists already: nothing was written.
   * @throws StorageError not-executed (also where the log ends before `expectedVersion`: it has lost changes),
   *   disconnected, unknown. After `unknown` the very same change may be sent again: at most one of the two lands.
   */
  append(expectedVersion: number, events: readonly AccountEvent[]): Promise<boolean>;

  /** All changes after the version, oldest first. @throws StorageError not-executed, disconnected. */
  readAfter(version: number): Promise<readonly ControlChange[]>;

  /** The newest snapshot that was saved; undefined where there is none. */
  loadSnapshot(): Promise<ControlSnapshot | undefined>;

  /** Keeps the snapshot unless a newer one is there. It bounds replay; the log stays the truth. */
  saveSnapshot(snapshot: ControlSnapshot): Promise<void>;

  /** Calls back soon after somebody appended, possibly this process. Reading is the caller's business. */
  onAppended(listener: () => void): () => void;
}

/** What one append wrote. */
export interface ControlChange {
  readonly version: number;
  readonly events: readonly AccountEvent[];
}

/** The fold of the log up to a version, as its writer serialised it. */
export interface ControlSnapshot {
  readonly version: number;
  readonly state: string;
}
