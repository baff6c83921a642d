import type { StreamId, StreamStatus } from '#lib/kinesis';
import { StorageError, type LogLine } from '#lib/ports';

/** What happens to the catalogue of streams. Every event knows its own log line. */
export type CatalogueEvent = ControlLogUnreadable | SnapshotNotSaved | StreamTransitionFailed;

/** The control log grew or came back and could not be read; it is tried again. What this process knows may be old. */
export class ControlLogUnreadable {
  readonly type = 'control-log-unreadable';

  constructor(
    readonly version: number,
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { version, error } = this;
    return { level: 'warn', message: 'control log cannot be read', fields: { version, error } };
  }
}

/** Nothing is lost: the next start reads more of the log. */
export class SnapshotNotSaved {
  readonly type = 'snapshot-not-saved';

  constructor(
    readonly version: number,
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { version, error } = this;
    return {
      level: 'warn',
      message: 'snapshot of the control log was not saved',
      fields: { version, error },
    };
  }
}

/**
 * A stream stays CREATING or DELETING for now: its shard logs could not be opened or deleted. It is tried again. What is
 * no failure of the storage is a bug of ours.
 */
export class StreamTransitionFailed {
  readonly type = 'stream-transition-failed';

  constructor(
    readonly streamId: StreamId,
    readonly status: StreamStatus | undefined,
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { streamId, status, error } = this;
    const level = error instanceof StorageError ? 'warn' : 'error';
    return { level, message: 'stream cannot leave its status yet', fields: { streamId, status, error } };
  }
}
