/**
 * The templates of a stream: one fold per shard.
 *
 * Records of one shard always come in the same order, records of several shards do not. With a parse tree per shard the state
 * is the same whatever the shards' turns were; `mergeTemplates` puts the shards together when somebody looks.
 */
import { evolveTemplates, type LogTemplates, noTemplates } from './log-templates.js';

/** Changes when a state written before cannot be folded on; the stream is then read again from its beginning. */
export const STATE_VERSION = 1;

/** JSON as it stands. Mutable on purpose: owned by one consumer. */
export interface StreamTemplates {
  /** By shard id and in its order, whichever shard was read first. */
  shards: Record<string, LogTemplates>;
}

/** What of a consumed record the fold looks at. */
export interface LogRecord {
  readonly shardId: string;
  readonly data: Uint8Array;
  readonly arrivalMs: number;
}

const utf8 = new TextDecoder();

export function noStreamTemplates(): StreamTemplates {
  return { shards: {} };
}

/** Counts every line of the record; changes `state` and returns it. */
export function evolveStreamTemplates(state: StreamTemplates, record: LogRecord): StreamTemplates {
  const shard = state.shards[record.shardId] ?? addShard(state, record.shardId);
  for (const text of linesOf(record.data)) evolveTemplates(shard, { text, arrivalMs: record.arrivalMs });
  return state;
}

function addShard(state: StreamTemplates, shardId: string): LogTemplates {
  const shard = noTemplates();
  const shards = [...Object.entries(state.shards), [shardId, shard] as const];
  state.shards = Object.fromEntries(shards.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return shard;
}

/**
 * The lines of a record: text in UTF-8 (other bytes become U+FFFD), each line ended by LF or CRLF or by the end of the record.
 * A record without a line break is one line, an empty one too.
 */
export function linesOf(data: Uint8Array): readonly string[] {
  const text = utf8.decode(data).replace(/\r?\n$/, '');
  return text.split(/\r?\n/);
}
