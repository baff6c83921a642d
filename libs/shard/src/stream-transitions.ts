import type { Cancel, Timers } from '#lib/actor';
import {
  decideActivation,
  decideDeletionFinished,
  decideDueTransitions,
  isInTransition,
  transitionLeftMs,
  type AccountEvent,
  type Stream,
  type StreamEvent,
  type StreamId,
  type StreamStatus,
} from '#lib/kinesis';
import type { Clock, OpenedShard, ShardLog } from '#lib/ports';
import type { AccountLog } from './account-log.js';
import { StreamTransitionFailed, type CatalogueEvent } from './catalogue-event.js';

export interface StreamTransitionsOptions {
  readonly log: AccountLog;
  readonly shardLog: Pick<ShardLog, 'open' | 'delete'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** How long CREATING, UPDATING and DELETING last at least, of streams and of their consumers. */
  readonly transitionMs: number;
  readonly onEvent: (event: CatalogueEvent) => void;
}

/** After a failure; not counted, for a stream must not stay half made. */
const RETRY_MS = 1_000;
/** How much longer than it lasts a transition of another process may take before this one helps. */
const PATIENCE_MS = 10_000;
/** Events after which something has to end by itself. */
const BEGINNINGS: ReadonlySet<StreamEvent['type']> = new Set([
  'StreamCreated',
  'StreamDeletionStarted',
  'RetentionPeriodChanged',
  'StreamModeChanged',
  'WarmThroughputChanged',
  'MaxRecordSizeChanged',
  'ShardLevelMetricsChanged',
  'EncryptionStarted',
  'EncryptionStopped',
  'ConsumerRegistered',
  'ConsumerDeregistrationStarted',
]);
/** Logs opened between two looks at whether the stream is still wanted. */
const LOGS_AT_ONCE = 1_000;

/**
 * Takes streams out of CREATING, UPDATING and DELETING, and their consumers too: waits until the status has lasted long
 * enough, opens or deletes the shard logs where it is the stream that comes or goes, then says so in the control log.
 * Every step is idempotent, so any process may take any stream on, and several at once do no harm.
 *
 * Invariants: one turn at a time and at most one timer per stream. Logs are opened for streams in CREATING only: a log
 * that an ACTIVE stream misses is lost data, which must be seen. Whoever opened a log of a stream that turns out to be
 * deleted removes it again.
 *
 * A crash leaves a stream in its status and some of its logs opened or deleted; the next start, or another process after
 * `PATIENCE_MS`, goes on. A crash between opening a log and seeing that its stream was deleted leaves an empty log.
 */
export class StreamTransitions {
  private readonly turns = new Map<StreamId, Promise<void>>();
  private readonly timers = new Map<StreamId, PendingTurn>();
  /** Streams whose logs this process has begun to open, until they are ACTIVE or removed. */
  private readonly opened = new Map<StreamId, Stream>();
  private isStopped = false;

  constructor(private readonly options: StreamTransitionsOptions) {}

  /** Goes on with what was in transition when the last process stopped: streams, and consumers. */
  async resume(): Promise<void> {
    const streams = [...this.options.log.account.streams.values()];
    await Promise.all(streams.filter(isInTransition).map(({ id }) => this.advance(id)));
  }

  /** Takes note of what the control log says, whoever wrote it. */
  heed(events: readonly AccountEvent[]): void {
    for (const event of events) {
      if (event.type === 'AccountSettingsChanged') continue;
      const { type, streamId } = event;
      if (type === 'StreamActivated') this.opened.delete(streamId);
      const stream = this.options.log.account.streams.get(streamId);
      if (stream && isInTransition(stream)) {
        if (BEGINNINGS.has(type)) this.advanceIn(streamId, this.options.transitionMs + PATIENCE_MS);
      } else if (!this.opened.has(streamId)) {
        // Where logs were opened of a stream that is gone, and the turn failed, its next try removes them.
        this.cancelTimer(streamId);
      }
    }
  }

  /** Does what can be done for the stream now; the rest follows by timer. Never rejects. */
  async advance(streamId: StreamId): Promise<void> {
    const turn = (this.turns.get(streamId) ?? Promise.resolve()).then(() => this.takeTurn(streamId));
    this.turns.set(streamId, turn);
    await turn;
    if (this.turns.get(streamId) === turn) this.turns.delete(streamId);
  }

  /** Begins nothing any more; resolves when what was begun is through. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const { cancel } of this.timers.values()) cancel();
    await Promise.all(this.turns.values());
  }

  private async takeTurn(streamId: StreamId): Promise<void> {
    if (this.isStopped) return;
    const { log, onEvent } = this.options;
    try {
      await log.refresh();
      const stream = log.account.streams.get(streamId);
      if (stream?.status === 'CREATING') await this.finishCreation(stream);
      else if (stream?.status === 'DELETING') await this.finishDeletion(stream);
      else if (stream) await this.finishChanges(stream);
      await this.removeUnwanted(streamId);
    } catch (error) {
      onEvent(new StreamTransitionFailed(streamId, this.statusOf(streamId), error));
      this.advanceIn(streamId, RETRY_MS);
    }
  }

  private async finishCreation(stream: Stream): Promise<void> {
    if (this.isLeftToWait(stream)) return;
    const { log, shardLog, clock } = this.options;
    const logs = logsOf(stream);
    this.opened.set(stream.id, stream);
    for (let first = 0; first < logs.length; first += LOGS_AT_ONCE) {
      if (this.statusOf(stream.id) !== 'CREATING') return;
      await shardLog.open(logs.slice(first, first + LOGS_AT_ONCE));
    }
    await log.change((account) => decideActivation(account, stream.id, clock.nowMs()));
  }

  private async finishDeletion(stream: Stream): Promise<void> {
    if (this.isLeftToWait(stream)) return;
    await this.removeLogs(stream);
    const { log, clock } = this.options;
    await log.change((account) => decideDeletionFinished(account, stream.id, clock.nowMs()));
  }

  private async finishChanges({ id }: Stream): Promise<void> {
    const { log, clock, transitionMs } = this.options;
    const due = (stream: Stream) => decideDueTransitions(stream, { nowMs: clock.nowMs(), transitionMs });
    const present = log.account.streams.get(id);
    if (present && due(present).events.length > 0) {
      await log.change((account) => {
        const stream = account.streams.get(id);
        return stream ? due(stream).events : [];
      });
    }
    const left = log.account.streams.get(id);
    const { events = [], nextInMs } = left ? due(left) : {};
    // More may have become due meanwhile.
    const waitMs = events.length > 0 ? 0 : nextInMs;
    if (waitMs !== undefined) this.advanceIn(id, waitMs);
  }

  /** Whether the status has to last longer; if so, a timer comes back to it. */
  private isLeftToWait({ id, statusSinceMs }: Stream): boolean {
    const { clock, transitionMs } = this.options;
    const leftMs = transitionLeftMs(statusSinceMs, { nowMs: clock.nowMs(), transitionMs });
    if (leftMs === 0) return false;
    this.advanceIn(id, leftMs);
    return true;
  }

  /** Another process deleted the stream while this one opened its logs. */
  private async removeUnwanted(streamId: StreamId): Promise<void> {
    const stream = this.opened.get(streamId);
    const status = this.statusOf(streamId);
    if (stream && (status === undefined || status === 'DELETING')) await this.removeLogs(stream);
  }

  private async removeLogs(stream: Stream): Promise<void> {
    await this.options.shardLog.delete(logsOf(stream).map(({ shard }) => shard));
    this.opened.delete(stream.id);
  }

  private statusOf(streamId: StreamId): StreamStatus | undefined {
    return this.options.log.account.streams.get(streamId)?.status;
  }

  /** One turn later, or the earlier one that is due already. */
  private advanceIn(streamId: StreamId, delayMs: number): void {
    const { timers } = this.options;
    const atMs = timers.now() + delayMs;
    const pending = this.timers.get(streamId);
    if (this.isStopped || (pending && pending.atMs <= atMs)) return;
    this.cancelTimer(streamId);
    const cancel = timers.after(delayMs, () => {
      this.timers.delete(streamId);
      void this.advance(streamId);
    });
    this.timers.set(streamId, { cancel, atMs });
  }

  private cancelTimer(streamId: StreamId): void {
    this.timers.get(streamId)?.cancel();
    this.timers.delete(streamId);
  }
}

interface PendingTurn {
  readonly cancel: Cancel;
  /** On the timers' clock. */
  readonly atMs: number;
}

function logsOf({ id, shards }: Stream): readonly OpenedShard[] {
  return shards.map(({ number, range, parents }) => ({
    shard: { streamId: id, shardNumber: number },
    range,
    parents,
  }));
}
