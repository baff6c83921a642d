import { evolveStream, type Stream, type StreamEvent, type StreamId, type StreamName } from './stream.js';

/** The streams of one account in one region, at one version of the control log. */
export interface Account {
  readonly streams: ReadonlyMap<StreamId, Stream>;
  readonly idByName: ReadonlyMap<StreamName, StreamId>;
}

export const NO_STREAMS: Account = { streams: new Map(), idByName: new Map() };

/** The fold of the control log. */
export function evolveAccount(account: Account, event: StreamEvent): Account {
  const before = account.streams.get(event.streamId);
  const stream = evolveStream(before, event);
  if (stream === before) return account;
  const streams = new Map(account.streams);
  const idByName = new Map(account.idByName);
  if (stream) {
    streams.set(stream.id, stream);
    idByName.set(stream.name, stream.id);
  } else if (before) {
    streams.delete(before.id);
    if (idByName.get(before.name) === before.id) idByName.delete(before.name);
  }
  return { streams, idByName };
}

export function streamNamed(account: Account, name: string): Stream | undefined {
  const id = account.idByName.get(name as StreamName);
  return id === undefined ? undefined : account.streams.get(id);
}

/** Alphabetical, as ListStreams answers them. */
export function streamsByName(account: Account): readonly Stream[] {
  return [...account.streams.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
