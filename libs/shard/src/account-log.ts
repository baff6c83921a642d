import { backoffMs, pause, type Cancel, type Timers } from '#lib/actor';
import {
  evolveAccount,
  KinesisError,
  limitExceeded,
  NO_STREAMS,
  type Account,
  type AccountEvent,
} from '#lib/kinesis';
import { StorageError, type ControlChange, type ControlLog } from '#lib/ports';
import { readAccount, writeAccount } from './account-snapshot.js';
import { ControlLogUnreadable, SnapshotNotSaved, type CatalogueEvent } from './catalogue-event.js';

export interface AccountLogOptions {
  readonly controlLog: ControlLog;
  readonly timers: Timers;
  readonly onEvent: (event: CatalogueEvent) => void;
  /** Told after each stretch of the log that was folded, whoever wrote it. */
  readonly onFolded: (events: readonly AccountEvent[]) => void;
}

/** What the account's events are to be; none where nothing is left to do. @throws KinesisError to refuse. */
export type Decide = (account: Account) => readonly AccountEvent[];

/** Changes of this process that wait for their turn. */
const MAX_WAITING = 1_000;
/** Changes of other processes that may come before ours, one after the other. */
const MAX_DECISIONS = 100;
/** Tries to find out what became of a change, with their pauses: some six seconds. */
const MAX_TRIES = 10;
const PAUSE = { firstMs: 50, maxMs: 1_000, jitter: 0 };
const REREAD_MS = 1_000;
/** Bounds what a start has to replay. */
const CHANGES_PER_SNAPSHOT = 200;

/**
 * The account as this process knows it, and the only way to change it: load → decide → append → retry.
 *
 * Invariants: `account` is the fold of the control log up to `version`; it only moves forward, without gaps. Changes of
 * this process are made one after the other, each decided on the newest version; an answer is given when the change
 * stands in the log, or when it is known that it never will.
 *
 * A crash leaves a change in the log or not; either way the log is whole.
 */
export class AccountLog {
  private present: Account = NO_STREAMS;
  private version = 0;
  private snapshotVersion = 0;
  private waiting = 0;
  private lastTurn: Promise<unknown> = Promise.resolve();
  private rereading: Promise<unknown> = Promise.resolve();
  private isRereadDue = false;
  private isStopped = false;
  private stopFollowing: () => void = () => undefined;
  private cancelReread: Cancel = () => undefined;

  constructor(private readonly options: AccountLogOptions) {}

  get account(): Account {
    return this.present;
  }

  /** Reads the newest snapshot and all that came after it, and follows the log from then on. @throws StorageError */
  async start(): Promise<void> {
    const { controlLog } = this.options;
    const snapshot = await controlLog.loadSnapshot();
    const account = snapshot && readAccount(snapshot.state);
    if (account) {
      this.present = account;
      this.version = this.snapshotVersion = snapshot.version;
    }
    this.stopFollowing = controlLog.onAppended(() => this.reread());
    await this.refresh();
    await this.saveSnapshotIfDue();
  }

  /** Follows no more; resolves when the changes that were asked for are decided. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.stopFollowing();
    this.cancelReread();
    await Promise.all([this.rereading, this.lastTurn]);
  }

  /** Takes up everything that stands in the log now. @throws StorageError */
  async refresh(): Promise<void> {
    await this.readAfter(this.version);
  }

  /**
   * Makes one change. It is decided anew where others changed the account first.
   *
   * @throws what `decide` throws; KinesisError LimitExceededException, ServiceUnavailable: nothing was changed;
   *   StorageError not-executed, disconnected: nothing was changed; unknown.
   */
  async change(decide: Decide): Promise<void> {
    if (this.waiting >= MAX_WAITING)
      throw limitExceeded(`Rate exceeded: ${MAX_WAITING} changes of streams wait already.`);
    this.waiting += 1;
    const turn = this.lastTurn.then(() => this.decideUntilLanded(decide));
    this.lastTurn = turn.catch(() => undefined).finally(() => (this.waiting -= 1));
    await turn;
    await this.saveSnapshotIfDue();
  }

  private async decideUntilLanded(decide: Decide): Promise<void> {
    for (let decisions = 0; decisions < MAX_DECISIONS; decisions += 1) {
      await this.refresh();
      const events = decide(this.present);
      if (events.length === 0 || (await this.land({ version: this.version + 1, events }))) return;
    }
    throw new KinesisError(
      'ServiceUnavailable',
      `Others changed streams ${MAX_DECISIONS} times in between. Try again.`,
    );
  }

  /** Whether the change stands in the log; if not, another one has its version. */
  private async land(change: ControlChange): Promise<boolean> {
    try {
      return await this.append(change);
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'unknown') throw error;
      return await this.findOut(change, error);
    }
  }

  private async append(change: ControlChange): Promise<boolean> {
    const hasLanded = await this.options.controlLog.append(change.version - 1, change.events);
    if (hasLanded) this.fold([change]);
    return hasLanded;
  }

  /**
   * After a lost reply: reads what has the version. While it is free, the first sending may still arrive late, so the
   * very same change is sent again: one of the two lands, and the version is decided.
   */
  private async findOut(change: ControlChange, lost: StorageError): Promise<boolean> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      await pause(this.options.timers, backoffMs(PAUSE, { triesBefore: tries, random: 0 }));
      try {
        const [found] = await this.readAfter(change.version - 1);
        if (found) return JSON.stringify(found.events) === JSON.stringify(change.events);
        if (await this.append(change)) return true;
      } catch (error) {
        // It stays unknown, also where this try says that nothing was sent: the first one was.
        if (!(error instanceof StorageError)) throw error;
      }
    }
    throw lost;
  }

  /** The log has grown, or has come back. One reading at a time, and one more for what came meanwhile. */
  private reread(): void {
    if (this.isRereadDue || this.isStopped) return;
    this.isRereadDue = true;
    this.rereading = this.rereading.then(async () => {
      this.isRereadDue = false;
      try {
        await this.refresh();
      } catch (error) {
        if (this.isStopped) return;
        this.options.onEvent(new ControlLogUnreadable(this.version, error));
        this.cancelReread();
        this.cancelReread = this.options.timers.after(REREAD_MS, () => this.reread());
      }
    });
  }

  private async readAfter(version: number): Promise<readonly ControlChange[]> {
    const changes = await this.options.controlLog.readAfter(version);
    this.fold(changes);
    return changes;
  }

  private fold(changes: readonly ControlChange[]): void {
    const unknown = changes.filter((change) => change.version > this.version);
    const last = unknown.at(-1);
    if (!last) return;
    if (last.version !== this.version + unknown.length)
      throw new Error(
        `control log: ${unknown.length} changes from version ${this.version} to ${last.version}`,
      );
    const events = unknown.flatMap((change) => change.events);
    this.present = evolveAccount(this.present, events);
    this.version = last.version;
    this.options.onFolded(events);
  }

  private async saveSnapshotIfDue(): Promise<void> {
    const { version } = this;
    if (version - this.snapshotVersion < CHANGES_PER_SNAPSHOT) return;
    this.snapshotVersion = version;
    try {
      await this.options.controlLog.saveSnapshot({ version, state: writeAccount(this.present) });
    } catch (error) {
      this.options.onEvent(new SnapshotNotSaved(version, error));
    }
  }
}
