import { VirtualTimers } from '#lib/actor';
import type { AccountScope, StreamId, StreamName } from '#lib/kinesis';
import { MemoryControlLog, MemoryShardLog, type ControlLog } from '#lib/ports';
import type { CatalogueEvent } from '../catalogue-event.js';
import { StreamCatalogue, type StreamCatalogueOptions } from '../stream-catalogue.js';

export const SCOPE: AccountScope = { accountId: '123456789012', region: 'eu-north-1' };
/** 2026-01-01; virtual time begins here. */
export const START_MS = 1_767_225_600_000;

/** One storage, any number of processes on it, and a time that stands still until it is advanced. */
export class CatalogueStage {
  readonly timers = new VirtualTimers();
  readonly controlLog = new MemoryControlLog();
  readonly shardLog = new MemoryShardLog();
  readonly events: CatalogueEvent[] = [];
  private ids = 0;

  get nowMs(): number {
    return START_MS + this.timers.now();
  }

  newStreamId(): StreamId {
    this.ids += 1;
    return this.lastStreamId;
  }

  /** The newest id that was given. */
  get lastStreamId(): StreamId {
    return `${String(this.ids).padStart(20, '0')}-abc` as StreamId;
  }

  /** A process on this storage, not started; its logs are `controlLog` and `shardLog` unless it brings its own. */
  process(options: Partial<StreamCatalogueOptions> = {}): StreamCatalogue {
    return new StreamCatalogue({
      controlLog: this.controlLog,
      shardLog: this.shardLog,
      clock: { nowMs: () => this.nowMs },
      timers: this.timers,
      newStreamId: () => this.newStreamId(),
      scope: SCOPE,
      transitionMs: 0,
      shardQuota: 20_000,
      onEvent: (event) => this.events.push(event),
      ...options,
    });
  }

  /** The same, started. */
  async started(options: Partial<StreamCatalogueOptions> = {}): Promise<StreamCatalogue> {
    const catalogue = this.process(options);
    await catalogue.start();
    return catalogue;
  }

  /** A process with connections of its own. */
  async another(options: Partial<StreamCatalogueOptions> = {}): Promise<StreamCatalogue> {
    return this.started({
      controlLog: this.controlLog.connectAnother(),
      shardLog: this.shardLog.connectAnother(),
      ...options,
    });
  }

  /** Numbers of the stream's shards, up to 100, that have a log. */
  logsOf(streamId: StreamId): readonly number[] {
    const numbers = Array.from({ length: 100 }, (_, shardNumber) => shardNumber);
    return numbers.filter((shardNumber) => this.shardLog.entryIds({ streamId, shardNumber }).length > 0);
  }

  /** What the control log holds, as `type id`. */
  async history(log: ControlLog = this.controlLog): Promise<readonly string[]> {
    const changes = await log.readAfter(0);
    return changes.flatMap(({ events }) =>
      events.map((event) =>
        'streamId' in event ? `${event.type} ${Number(event.streamId.slice(0, 20))}` : event.type,
      ),
    );
  }
}

export const named = (name: string): StreamName => name as StreamName;
