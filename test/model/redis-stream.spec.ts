import { describe, expect, it } from '@jest/globals';
import { execute } from './redis-command.js';
import type { RedisCommand } from './redis-command.js';
import { GREATEST_ID, append, entryId, openedStream, range, refusalOf, trim } from './redis-stream.js';
import type { Entry, EntryId, RedisStream } from './redis-stream.js';

const batch = (id: EntryId): Entry => ({ kind: 'batch', id, second: 1, index: 1, record: 1, token: 1 });
const first = batch(entryId({ epoch: 2, second: 1, index: 1 }));
const stream = append(openedStream, first);
const everything = { from: 0 as EntryId, to: GREATEST_ID };

describe('the model of a Redis Stream', () => {
  it.each([
    { name: 'an equal id', on: stream, id: first.id, refusal: 'equal-or-smaller' },
    {
      name: 'an id of an earlier epoch',
      on: stream,
      id: entryId({ epoch: 1, second: 9, index: 9 }),
      refusal: 'equal-or-smaller',
    },
    { name: 'an id behind a trimmed end', on: trim(stream, 2), id: first.id, refusal: 'equal-or-smaller' },
    {
      name: 'an id after the greatest',
      on: append(stream, batch(GREATEST_ID)),
      id: GREATEST_ID,
      refusal: 'exhausted',
    },
    {
      name: 'an id where the key is gone',
      on: { ...stream, isDeleted: true },
      id: GREATEST_ID,
      refusal: 'gone',
    },
  ])('refuses $name', ({ on, id, refusal }) => {
    expect(refusalOf(on, id)).toBe(refusal);
    expect(execute({ stream: on, command: { kind: 'xadd', entry: batch(id) }, clock: 0 }).stream).toBe(on);
  });

  it('takes an id that is greater by its index alone', () => {
    expect(refusalOf(stream, entryId({ epoch: 2, second: 1, index: 2 }))).toBeUndefined();
  });

  it('keeps the last id and shows nothing when all entries are trimmed', () => {
    const empty = trim(stream, 2);
    expect(range(empty, everything)).toEqual([]);
    expect(empty.lastId).toBe(first.id);
  });

  it('claims the next epoch from the last id alone, never at an earlier second', () => {
    const claimed = (on: RedisStream, clock: number) => {
      const command: RedisCommand = { kind: 'claim-script', token: 7 };
      return execute({ stream: on, command, clock }).stream.lastId;
    };
    expect(claimed(trim(stream, 2), 0)).toBe(entryId({ epoch: 3, second: 1, index: 1 }));
    expect(claimed(stream, 2)).toBe(entryId({ epoch: 3, second: 2, index: 1 }));
  });
});
