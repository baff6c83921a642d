import type { AccountEvent } from '#lib/kinesis';
import type { ControlChange, ControlLog, ControlSnapshot } from './control-log.js';
import { StorageError } from './storage-error.js';

/**
 * The twin of the control log in Redis, with its exact semantics and without I/O: one object is one connection to the
 * storage, `connectAnother` is a second process. Deterministic: nothing waits. What was written comes back as a copy.
 *
 * The levers at the end do to it what a network does; those for "the next append" take effect once, on this connection.
 */
export class MemoryControlLog implements ControlLog {
  private readonly listeners = new Set<() => void>();
  private isCutOff = false;
  private nextAppend: AppendFault | undefined;

  constructor(private readonly storage: MemoryStorage = { changes: [], connections: new Set() }) {
    storage.connections.add(this);
  }

  /** Another process on the same storage, with listeners and levers of its own. */
  connectAnother(): MemoryControlLog {
    return new MemoryControlLog(this.storage);
  }

  async append(expectedVersion: number, events: readonly AccountEvent[]): Promise<boolean> {
    this.requireConnection();
    const json = JSON.stringify(events);
    const fault = this.nextAppend;
    this.nextAppend = undefined;
    const execute = (): boolean => appendTo(this.storage, { expectedVersion, json });
    return fault ? fault(execute) : execute();
  }

  async readAfter(version: number): Promise<readonly ControlChange[]> {
    this.requireConnection();
    return this.storage.changes
      .slice(version)
      .map((json, i) => ({ version: version + i + 1, events: JSON.parse(json) as readonly AccountEvent[] }));
  }

  async loadSnapshot(): Promise<ControlSnapshot | undefined> {
    this.requireConnection();
    return this.storage.snapshot;
  }

  async saveSnapshot(snapshot: ControlSnapshot): Promise<void> {
    this.requireConnection();
    if (snapshot.version > (this.storage.snapshot?.version ?? 0)) this.storage.snapshot = snapshot;
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The next append's reply is lost, after it was executed or instead. It rejects as `unknown`. */
  loseNextReply({ executed }: { readonly executed: boolean }): void {
    this.nextAppend = (execute) => {
      if (executed) execute();
      throw lostReply();
    };
  }

  /**
   * The next append stays in the socket while the connection is lost: it rejects as `unknown`.
   *
   * @returns what lets it arrive at the storage, however late.
   */
  strandNextAppend(): () => void {
    let arrive = (): unknown => undefined;
    this.nextAppend = (execute) => {
      arrive = execute;
      throw lostReply();
    };
    return () => void arrive();
  }

  /** The storage says no to the next append, for a reason that passes: out of memory, a full disk. */
  refuseNextAppend(): void {
    this.nextAppend = () => {
      throw new StorageError('not-executed', 'refused by the test');
    };
  }

  /** No connection until the returned function is called; the listeners hear of the new one. */
  cutOff(): () => void {
    this.isCutOff = true;
    return () => {
      this.isCutOff = false;
      this.tell();
    };
  }

  /** @internal called by the storage. */
  tell(): void {
    for (const listener of this.listeners)
      queueMicrotask(() => {
        if (!this.isCutOff && this.listeners.has(listener)) listener();
      });
  }

  private requireConnection(): void {
    if (this.isCutOff) throw new StorageError('disconnected', 'no connection to the storage');
  }
}

/** What several connections share. */
interface MemoryStorage {
  /** By version, from 1; each as JSON, so that nobody holds a reference into the log. */
  readonly changes: string[];
  readonly connections: Set<MemoryControlLog>;
  snapshot?: ControlSnapshot;
}

/** Stands between an append and the storage, once. */
type AppendFault = (execute: () => boolean) => boolean;

function appendTo(
  { changes, connections }: MemoryStorage,
  { expectedVersion, json }: { readonly expectedVersion: number; readonly json: string },
): boolean {
  if (changes.length < expectedVersion) {
    throw new StorageError(
      'not-executed',
      `the control log ends at version ${changes.length}, this process has seen ${expectedVersion}`,
    );
  }
  if (changes.length > expectedVersion) return false;
  changes.push(json);
  for (const connection of connections) connection.tell();
  return true;
}

const lostReply = (): StorageError =>
  new StorageError('unknown', 'the connection was lost before the reply came');
