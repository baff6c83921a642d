import type { EntryId, ShardRef } from '#lib/kinesis';
import type { LogLine, ShardErrorKind } from '#lib/ports';

/** What happens to the shards of this process. Every event knows its own log line. */
export type ShardEvent =
  ShardClaimed | EpochsRunLow | ShardFenced | InFlightDecided | ShardLogGone | ShardUnavailable;

/** This process owns the shard from now on, until a later claim. */
export class ShardClaimed {
  readonly type = 'shard-claimed';

  constructor(
    readonly shard: ShardRef,
    readonly epoch: number,
  ) {}

  get logLine(): LogLine {
    return { level: 'debug', message: 'shard claimed', fields: { ...this.shard, epoch: this.epoch } };
  }
}

/** Half of the epochs that fit into a sequence number are used: the shard has to be replaced by a reshard. */
export class EpochsRunLow {
  readonly type = 'epochs-run-low';

  constructor(
    readonly shard: ShardRef,
    readonly epochsLeft: number,
  ) {}

  get logLine(): LogLine {
    const fields = { ...this.shard, epochsLeft: this.epochsLeft };
    return { level: 'error', message: 'shard needs a reshard: its epochs run low', fields };
  }
}

/** Another owner claimed the shard; what was sent last cannot land. */
export class ShardFenced {
  readonly type = 'shard-fenced';

  constructor(readonly shard: ShardRef) {}

  get logLine(): LogLine {
    return { level: 'warn', message: 'shard was claimed by another owner', fields: { ...this.shard } };
  }
}

/** What became of a batch whose answer did not come. */
export class InFlightDecided {
  readonly type = 'in-flight-decided';

  constructor(
    readonly shard: ShardRef,
    readonly entryId: EntryId,
    readonly outcome: 'stored' | 'absent' | 'unknown',
  ) {}

  get logLine(): LogLine {
    const { shard, entryId, outcome } = this;
    const fields = { ...shard, entryId, outcome };
    return { level: outcome === 'unknown' ? 'warn' : 'info', message: 'batch in flight decided', fields };
  }
}

/**
 * An append found no log. Right after the deletion of the stream that is as it should be; while the stream is there its
 * data is lost, and the log is never opened again by itself.
 */
export class ShardLogGone {
  readonly type = 'shard-log-gone';

  constructor(readonly shard: ShardRef) {}

  get logLine(): LogLine {
    return { level: 'error', message: 'shard has no log any more', fields: { ...this.shard } };
  }
}

/** The storage did not come back in time: callers were refused, and are at once until it does. */
export class ShardUnavailable {
  readonly type = 'shard-unavailable';

  constructor(
    readonly shard: ShardRef,
    readonly outcome: ShardErrorKind,
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { shard, outcome, error } = this;
    return { level: 'warn', message: 'shard cannot reach its log', fields: { ...shard, outcome, error } };
  }
}
