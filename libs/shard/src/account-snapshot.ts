import type { Account, AccountSettings, HashKey, Shard, Stream, StreamId, StreamName } from '#lib/kinesis';

/** Raised with every change of what is written; another one is not read. */
const FORMAT = 2;

interface AccountText {
  readonly format: typeof FORMAT;
  readonly streams: readonly StreamText[];
  readonly lastLives: readonly (readonly [StreamName, number])[];
  readonly settings: AccountSettings;
}

interface StreamText extends Omit<Stream, 'shards'> {
  readonly shards: readonly ShardText[];
}

/** Hash keys are decimal texts: JSON has no numbers of 128 bits. */
interface ShardText extends Omit<Shard, 'range'> {
  readonly range: { readonly start: string; readonly end: string };
}

/** The state of a snapshot of the control log: an account as JSON. */
export function writeAccount(account: Account): string {
  const text: AccountText = {
    format: FORMAT,
    streams: Array.from(account.streams.values(), (stream) => ({
      ...stream,
      shards: stream.shards.map(writeShard),
    })),
    lastLives: [...account.lastLives],
    settings: account.settings,
  };
  return JSON.stringify(text);
}

function writeShard(shard: Shard): ShardText {
  const { start, end } = shard.range;
  return { ...shard, range: { start: String(start), end: String(end) } };
}

/** Undefined where another version of Shardwell wrote it: the log itself has everything. */
export function readAccount(state: string): Account | undefined {
  const text = JSON.parse(state) as AccountText;
  if (text.format !== FORMAT) return undefined;
  const streams = text.streams.map((stream) => ({ ...stream, shards: stream.shards.map(readShard) }));
  return {
    streams: new Map<StreamId, Stream>(streams.map((stream) => [stream.id, stream])),
    idByName: new Map<StreamName, StreamId>(streams.map((stream) => [stream.name, stream.id])),
    lastLives: new Map(text.lastLives),
    settings: text.settings,
  };
}

function readShard(shard: ShardText): Shard {
  const { start, end } = shard.range;
  return { ...shard, range: { start: BigInt(start) as HashKey, end: BigInt(end) as HashKey } };
}
