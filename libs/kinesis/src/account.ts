import {
  DEFAULT_ACCOUNT_SETTINGS,
  type AccountSettings,
  type AccountSettingsChanged,
} from './account-settings.js';
import type { StreamId } from './stream-id.js';
import { evolveStream, openShards, type Stream, type StreamEvent, type StreamName } from './stream.js';

/** The streams of one account in one region, at one version of the control log. */
export interface Account {
  readonly streams: ReadonlyMap<StreamId, Stream>;
  readonly idByName: ReadonlyMap<StreamName, StreamId>;
  /**
   * Of names that were given up a moment ago: the last second at which a shard of that stream was created. The next
   * stream of the name begins after it, so that no sequence number can be one of both.
   */
  readonly lastLives: ReadonlyMap<StreamName, number>;
  readonly settings: AccountSettings;
}

/** What the control log tells of. */
export type AccountEvent = StreamEvent | AccountSettingsChanged;

export const NO_STREAMS: Account = {
  streams: new Map(),
  idByName: new Map(),
  lastLives: new Map(),
  settings: DEFAULT_ACCOUNT_SETTINGS,
};

/** More than any two clocks of an installation are apart: after it, a new stream is later by itself. */
const LAST_LIFE_KEPT_SECONDS = 60;

/** The fold of the control log, a stretch at a time: the maps are copied once for all of its events. */
export function evolveAccount(account: Account, events: readonly AccountEvent[]): Account {
  if (events.length === 0) return account;
  const next = {
    streams: new Map(account.streams),
    idByName: new Map(account.idByName),
    lastLives: new Map(account.lastLives),
    settings: account.settings,
  };
  for (const event of events) {
    if (event.type === 'AccountSettingsChanged') {
      next.settings = event.settings;
      continue;
    }
    const before = next.streams.get(event.streamId);
    const stream = evolveStream(before, event);
    if (stream) {
      next.streams.set(stream.id, stream);
      next.idByName.set(stream.name, stream.id);
    } else if (before) {
      forget(next, before, event.atMs);
    }
  }
  return next;
}

interface EvolvingAccount {
  readonly streams: Map<StreamId, Stream>;
  readonly idByName: Map<StreamName, StreamId>;
  readonly lastLives: Map<StreamName, number>;
}

function forget({ streams, idByName, lastLives }: EvolvingAccount, stream: Stream, atMs: number): void {
  streams.delete(stream.id);
  idByName.delete(stream.name);
  const horizonSecond = atMs / 1000 - LAST_LIFE_KEPT_SECONDS;
  for (const [name, second] of lastLives) if (second < horizonSecond) lastLives.delete(name);
  lastLives.set(
    stream.name,
    stream.shards.reduce((last, shard) => Math.max(last, shard.createdAtSecond), 0),
  );
}

/** Undefined where there is none. */
export function streamNamed(account: Account, name: string): Stream | undefined {
  const id = account.idByName.get(name as StreamName);
  return id === undefined ? undefined : account.streams.get(id);
}

/** Alphabetical, as ListStreams answers them. */
export function streamsByName(account: Account): readonly Stream[] {
  return [...account.streams.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What counts against the shard quota. */
export function openShardCount(account: Account): number {
  let count = 0;
  for (const stream of account.streams.values()) count += openShards(stream).length;
  return count;
}
