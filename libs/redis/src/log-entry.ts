import { positionOf, SEALED_ENTRY_ID, type EntryId, type LogPosition } from '#lib/kinesis';
import { decodeFrame, type LogBatch, type LogTip } from '#lib/ports';

/**
 * An entry of a shard log as Redis answers it: its id, then names and values by turns. The first name is the kind:
 * `opened`, `claimed`, `batch` or `sealed`. See docs/log-format.md.
 */
export type LogEntry = readonly [id: Buffer, fields: readonly Buffer[]];

export type LogEntryKind = 'opened' | 'claimed' | 'batch' | 'sealed';

export function kindOf([, fields]: LogEntry): LogEntryKind {
  return String(fields[0]) as LogEntryKind;
}

/** The place that the entry's id names; the seal has none. */
export function placeOf([id]: LogEntry): LogPosition {
  return positionOf(id.toString('latin1'));
}

/** @throws CorruptFrameError where the frame's bytes changed. */
export function logBatchOf(entry: LogEntry): LogBatch {
  const { epoch, second } = placeOf(entry);
  const [, [, frame = NO_FRAME]] = entry;
  return { epoch, second, batch: decodeFrame(frame) };
}

const NO_FRAME = Buffer.alloc(0);

/** Reads the answer of XINFO STREAM. The seal holds the last id before it. */
export function tipOf(stream: readonly unknown[]): LogTip {
  const lastId = String(valueOf(stream, 'last-generated-id')) as EntryId;
  if (lastId !== SEALED_ENTRY_ID) return { position: positionOf(lastId), isSealed: false };
  const [, fields] = valueOf(stream, 'last-entry') as LogEntry;
  return { position: positionOf(String(fields[1])), isSealed: true };
}

function valueOf(pairs: readonly unknown[], name: string): unknown {
  for (let i = 0; i < pairs.length; i += 2) if (String(pairs[i]) === name) return pairs[i + 1];
  throw new Error(`XINFO STREAM answers no ${name}`);
}
