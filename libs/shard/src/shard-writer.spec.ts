import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions, FIRST_EPOCH, LAST_INDEX, type StreamId } from '#lib/kinesis';
import { ShardError, type BatchToAppend, type Claim } from '#lib/ports';
import {
  decideBatch,
  decideRefusal,
  evolveWriter,
  INITIAL_WRITER,
  type OwnedShard,
  type ShardWriter,
  type ShardWriterEvent,
} from './shard-writer.js';
import { packed } from './testing/memory-shard.js';

const claimOf = (claim: Partial<Claim> = {}): Claim => ({
  shard: { streamId: 'stream' as StreamId, shardNumber: 0 },
  epoch: FIRST_EPOCH + 1,
  second: 1000,
  lastIndex: 41,
  token: Buffer.from('claim-01'),
  session: { runId: 'run', connection: 1 },
  ...claim,
});

const given = (...events: readonly ShardWriterEvent[]): ShardWriter =>
  events.reduce<ShardWriter>(evolveWriter, INITIAL_WRITER);

function ownerAfter(...events: readonly ShardWriterEvent[]): OwnedShard {
  const writer = given(...events);
  if (writer.kind !== 'owned') throw new Error(`the shard is ${writer.kind}`);
  return writer;
}

const claimed = (claim?: Partial<Claim>): ShardWriterEvent => ({ type: 'claimed', claim: claimOf(claim) });
const fenced = (nowMs: number): ShardWriterEvent => ({ type: 'fenced', nowMs, random: 0 });

describe('the next batch', () => {
  it('lies directly behind the last record of the log, all requests in one entry', () => {
    const batch = decideBatch(ownerAfter(claimed()), [packed('a', 'b'), packed('c')], 1_234_567);

    expect(batch.position).toEqual({ epoch: FIRST_EPOCH + 1, second: 1234, index: 44 });
    expect(batch.header).toEqual({
      count: 3,
      firstIndex: 42,
      timeMs: 1_234_567,
      token: Buffer.from('claim-01'),
      durableIndex: 41,
    });
  });

  it('has the index 1 in an empty shard', () => {
    const { header } = decideBatch(ownerAfter(claimed({ lastIndex: 0 })), [packed('a')], 0);
    expect(header).toMatchObject({ firstIndex: 1, durableIndex: 0 });
  });

  it.each([
    { what: 'behind the claim', nowMs: 999_999, timeMs: 1_000_000 },
    { what: 'behind the last batch', nowMs: 1_233_000, timeMs: 1_234_567 },
  ])('keeps the time of the log where the clock is $what', ({ nowMs, timeMs }) => {
    const first = decideBatch(ownerAfter(claimed()), [packed('a')], nowMs > 1_000_000 ? 1_234_567 : nowMs);
    const next = decideBatch(ownerAfter(claimed(), { type: 'stored', batch: first }), [packed('b')], nowMs);

    expect(next.header.timeMs).toBe(timeMs);
    expect(next.position.second).toBe(Math.floor(timeMs / 1000));
    expect(next.position.index).toBe(first.position.index + 1);
  });

  it('is refused where the indexes of the shard are used up, and its last index is given out', () => {
    const owner = ownerAfter(claimed({ lastIndex: LAST_INDEX - 1 }));

    expect(decideBatch(owner, [packed('a')], 0).position.index).toBe(LAST_INDEX);
    expect(() => decideBatch(owner, [packed('a', 'b')], 0)).toThrow(
      new ShardError('not-stored', `record ${LAST_INDEX + 1} is past the shard's last one, ${LAST_INDEX}`),
    );
  });

  it('has a greater place than every batch before it, whatever the clock says', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('batch' as const), nowMs: fc.nat(5_000_000), isStored: fc.boolean() }),
      fc.record({ type: fc.constant('claim' as const), storageSecond: fc.nat(5000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let log = { epoch: FIRST_EPOCH, second: 0, index: 0 };
        let writer: ShardWriter = INITIAL_WRITER;
        for (const next of steps) {
          if (next.type === 'batch' && writer.kind === 'owned') {
            const batch: BatchToAppend = decideBatch(writer, [packed('a')], next.nowMs);
            expect(comparePositions(batch.position, log)).toBeGreaterThan(0);
            expect(batch.header.firstIndex).toBe(log.index + 1);
            writer = evolveWriter(writer, next.isStored ? { type: 'stored', batch } : { type: 'claim-lost' });
            if (next.isStored) log = batch.position;
          } else {
            const second = Math.max(log.second, next.type === 'claim' ? next.storageSecond : 0);
            log = { epoch: log.epoch + 1, second, index: log.index };
            const claim = claimOf({ epoch: log.epoch, second, lastIndex: log.index });
            writer = evolveWriter(writer, { type: 'claimed', claim });
          }
        }
      }),
    );
  });
});

describe('the owner', () => {
  it('gives an index that was not stored to the next record', () => {
    const lost = decideBatch(ownerAfter(claimed()), [packed('lost')], 0);
    const again = ownerAfter(claimed(), { type: 'claim-lost' }, claimed({ epoch: FIRST_EPOCH + 2 }));

    expect(decideBatch(again, [packed('next')], 0).header.firstIndex).toBe(lost.header.firstIndex);
  });

  it('does not believe that a batch of another claim was stored', () => {
    const batch = decideBatch(ownerAfter(claimed()), [packed('a')], 0);
    expect(() =>
      given(claimed(), { type: 'claim-lost' }, claimed({ epoch: 1_000_009 }), { type: 'stored', batch }),
    ).toThrow(/of epoch 1000002 was stored/);
  });

  it.each([
    { what: 'a shard that nobody claimed', events: [], refusal: undefined },
    { what: 'an owned shard', events: [claimed()], refusal: undefined },
    { what: 'a lost claim', events: [claimed(), { type: 'claim-lost' }], refusal: undefined },
    { what: 'a sealed shard', events: [claimed(), { type: 'sealed' }], refusal: 'sealed' },
    { what: 'a shard fenced just now', events: [claimed(), fenced(4901)], refusal: 'not-owner' },
    { what: 'a shard fenced 100 ms ago', events: [claimed(), fenced(4900)], refusal: undefined },
    {
      what: 'a shard fenced twice in a row, 199 ms ago',
      events: [claimed(), fenced(0), claimed(), fenced(4801)],
      refusal: 'not-owner',
    },
    {
      what: 'a shard fenced nine times in a row, 2 s ago',
      events: Array.from({ length: 9 }, () => [claimed(), fenced(3000)]).flat(),
      refusal: undefined,
    },
  ] as { what: string; events: ShardWriterEvent[]; refusal?: string }[])(
    'at $what refuses with $refusal',
    ({ events, refusal }) => {
      expect(decideRefusal(given(...events), 5000)?.kind).toBe(refusal);
    },
  );

  it('forgets how often it was fenced when it stored something', () => {
    const batch = decideBatch(ownerAfter(fenced(0), claimed()), [packed('a')], 0);
    const writer = given(fenced(0), claimed(), { type: 'stored', batch }, fenced(0));
    expect(writer).toEqual({ kind: 'unclaimed', claimNotBeforeMs: 100, timesFenced: 1 });
  });
});
