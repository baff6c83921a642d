import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SequenceNumber, ShardId } from '#lib/kinesis';
import { IDEMPOTENCY_WINDOW_MS, PutLedger, type StoredPlace, type StoredRecord } from './put-ledger.js';

const START_MS = Date.UTC(2026, 10, 22, 10);
const LATER_MS = START_MS + IDEMPOTENCY_WINDOW_MS + 1;

let ledger: PutLedger;
beforeEach(() => {
  ledger = new PutLedger();
});

const place = (number: number): StoredPlace => ({
  shardId: 'shardId-000000000000' as ShardId,
  sequenceNumber: String(number) as SequenceNumber,
});

const store = (record: Partial<StoredRecord>): void =>
  ledger.stored({
    key: 'k',
    body: 'b',
    index: 0,
    count: 1,
    place: place(1),
    atMs: START_MS,
    ...record,
  });

describe('the ledger of puts', () => {
  it('knows which records of a put are stored, each at its first place', () => {
    store({ index: 1, count: 3, place: place(1) });
    store({ index: 1, count: 3, place: place(2) });
    store({ index: 2, count: 3, place: place(3) });
    expect(ledger.find('k', START_MS)).toEqual({
      body: 'b',
      places: [undefined, place(1), place(3)],
      atMs: START_MS,
    });
  });

  it('takes nothing from another body', () => {
    store({ count: 2 });
    store({ body: 'another', index: 1, count: 2, place: place(2) });
    expect(ledger.find('k', START_MS)?.places).toEqual([place(1), undefined]);
  });

  it('knows a put to the end of its window', () => {
    store({});
    expect(ledger.find('k', LATER_MS - 1)).toBeDefined();
    expect(ledger.find('k', LATER_MS)).toBeUndefined();
  });

  it('knows the put that has the key now, also where it heard of the former one behind a newer one', () => {
    store({ key: 'newer', atMs: LATER_MS });
    store({ place: place(1), atMs: START_MS });
    expect(ledger.find('k', LATER_MS)).toBeUndefined();
    store({ body: 'another', place: place(2), atMs: LATER_MS });
    expect(ledger.find('k', LATER_MS)).toEqual({ body: 'another', places: [place(2)], atMs: LATER_MS });
  });

  it('forgets the oldest puts where there are too many records, and never the newest', () => {
    store({ key: 'first', count: 60_000 });
    store({ key: 'second', count: 60_000 });
    expect(ledger.find('first', START_MS)).toBeUndefined();
    store({ key: 'third', count: 120_000 });
    expect(ledger.find('second', START_MS)).toBeUndefined();
    expect(ledger.find('third', START_MS)?.places).toHaveLength(120_000);
  });
});
