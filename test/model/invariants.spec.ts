import { describe, expect, it } from '@jest/globals';
import { invariants } from './invariants.js';
import { append, entryId, openedStream, trim } from './redis-stream.js';
import type { Entry, Position, RedisStream } from './redis-stream.js';
import { initialWorld } from './world.js';
import type { RecordFate, World } from './world.js';

const empty = initialWorld({
  records: 2,
  retries: 0,
  seconds: 1,
  lostConnections: 0,
  kills: 0,
  trims: 0,
  errorReplies: 0,
  reads: 0,
});

const batch = (record: number, position: Position): Entry => {
  const { second, index } = position;
  return { kind: 'batch', id: entryId(position), second, index, record, token: 1 };
};
const logOf = (...entries: readonly Entry[]): RedisStream => entries.reduce(append, openedStream);

const one = batch(1, { epoch: 2, second: 1, index: 1 });
const two = batch(2, { epoch: 2, second: 1, index: 2 });
const unsent: RecordFate = { outcome: 'not-sent', tries: 0, id: undefined };
const acknowledged: RecordFate = { outcome: 'acknowledged', tries: 1, id: one.id };
const served = (index: number): World['owners'] => {
  const [a, b] = empty.owners;
  return [{ ...a, phase: 'serving', known: { token: 1, mark: two.id, second: 1, index } }, b];
};

/** A world that is as it should be, and of which each case spoils a part. */
const sound: World = {
  ...empty,
  stream: logOf(one, two),
  owners: served(2),
  records: [acknowledged, unsent],
  reader: { position: two.id, seen: [1, 2] },
};

const spoiled: readonly {
  readonly name: keyof typeof invariants;
  readonly what: string;
  readonly world: World;
}[] = [
  {
    name: 'INDEX',
    what: 'an index twice',
    world: { ...sound, stream: logOf(one, batch(2, { epoch: 3, second: 1, index: 1 })) },
  },
  { name: 'INDEX', what: 'a gap', world: { ...sound, stream: logOf(two) } },
  {
    name: 'TIME',
    what: 'a second before the last record’s',
    world: { ...sound, stream: logOf(one, batch(2, { epoch: 3, second: 0, index: 2 })) },
  },
  { name: 'TAIL', what: 'an owner one record behind its mark', world: { ...sound, owners: served(1) } },
  {
    name: 'TWICE',
    what: 'a record at two places',
    world: { ...sound, stream: logOf(one, { ...two, record: 1 }) },
  },
  {
    name: 'FALSEACK',
    what: 'a place that is another record’s',
    world: { ...sound, records: [{ ...acknowledged, id: two.id }, unsent] },
  },
  {
    name: 'LOST',
    what: 'an acknowledged record that is nowhere',
    world: { ...sound, stream: logOf({ ...one, record: 2 }) },
  },
  {
    name: 'FAILSTORED',
    what: 'NotOwner for a stored record',
    world: { ...sound, records: [{ ...unsent, outcome: 'not-owner' }, unsent] },
  },
  {
    name: 'FAILSTORED',
    what: 'a failure for a stored record',
    world: { ...sound, records: [{ ...unsent, outcome: 'failed' }, unsent] },
  },
  {
    name: 'SEQDUP',
    what: 'one place for two records',
    world: { ...sound, records: [acknowledged, acknowledged] },
  },
  {
    name: 'UNANSWERED',
    what: 'a caller that nobody will answer',
    world: { ...sound, records: [acknowledged, { ...unsent, outcome: 'waiting' }] },
  },
  {
    name: 'UNREAD',
    what: 'a record before the position that was not given',
    world: { ...sound, reader: { position: two.id, seen: [1] } },
  },
  { name: 'UNREAD', what: 'a record that was given and is gone', world: { ...sound, stream: logOf(one) } },
];

describe('the invariants', () => {
  it.each(Object.entries(invariants))('%s holds in a sound world', (_, invariant) => {
    expect(invariant(sound)).toBeUndefined();
  });

  it.each(spoiled)('$name sees $what', ({ name, world }) => {
    expect(invariants[name](world)).toEqual(expect.any(String));
  });

  it('counts what was trimmed before it was read as no loss', () => {
    const world = { ...sound, stream: trim(sound.stream, 2), reader: { position: two.id, seen: [2] } };
    expect(invariants.UNREAD(world)).toBeUndefined();
    expect(invariants.LOST(world)).toBeUndefined();
  });
});
