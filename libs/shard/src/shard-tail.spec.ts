import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions, FIRST_EPOCH, type LogPosition } from '#lib/kinesis';
import type { LogBatch } from '#lib/ports';
import { ShardTail } from './shard-tail.js';

function batchAt(firstIndex: number, options: Partial<BatchOptions> = {}): LogBatch {
  const { epoch = FIRST_EPOCH, second = 100, count = 1, bodyBytes = 10 } = options;
  const header = { count, firstIndex, timeMs: second * 1000, token: Buffer.alloc(8), durableIndex: 0 };
  return { epoch, second, batch: { ...header, body: Buffer.alloc(bodyBytes) } };
}

interface BatchOptions {
  readonly epoch: number;
  readonly second: number;
  readonly count: number;
  readonly bodyBytes: number;
}

const at = (index: number, second = 100, epoch = FIRST_EPOCH): LogPosition => ({ epoch, second, index });

function tailOf(...batches: readonly LogBatch[]): ShardTail {
  const tail = new ShardTail();
  for (const batch of batches) tail.append(batch);
  return tail;
}

const firstIndexes = (tail: ShardTail, from: LogPosition, maxBytes = 1e6): readonly number[] | undefined =>
  tail.read({ from, maxBytes })?.batches.map(({ batch }) => batch.firstIndex);

describe('the tail of a shard', () => {
  const tail = tailOf(
    batchAt(11, { count: 3 }),
    batchAt(14, { second: 102, count: 2 }),
    batchAt(16, { second: 102 }),
  );

  it.each([
    { what: 'the first record', from: at(11), expected: [11, 14, 16] },
    { what: 'a record inside the first batch', from: at(13), expected: [11, 14, 16] },
    { what: 'behind the first batch', from: at(14), expected: [14, 16] },
    { what: 'a second without records', from: at(0, 101), expected: [14, 16] },
    { what: 'the last record', from: at(16, 102), expected: [16] },
    { what: 'before the first record', from: at(10), expected: undefined },
    { what: 'an earlier epoch', from: at(99, 999, FIRST_EPOCH - 1), expected: undefined },
    { what: 'behind the last record', from: at(17, 102), expected: undefined },
    { what: 'a later epoch', from: at(0, 0, FIRST_EPOCH + 1), expected: undefined },
  ])('from $what answers the batches $expected', ({ from, expected }) => {
    expect(firstIndexes(tail, from)).toEqual(expected);
  });

  it('answers at least one batch and stops behind the one that passes the bytes', () => {
    expect(tail.read({ from: at(11), maxBytes: 1 })).toMatchObject({ isAtTip: false, isSealed: false });
    expect(firstIndexes(tail, at(11), 0)).toEqual([11]);
    expect(firstIndexes(tail, at(11), 10)).toEqual([11]);
    expect(firstIndexes(tail, at(11), 11)).toEqual([11, 14]);
    expect(tail.read({ from: at(14), maxBytes: 20 })).toMatchObject({ isAtTip: true });
  });

  it('gives out the very bytes that were written', () => {
    const batch = batchAt(1);
    expect(tailOf(batch).read({ from: at(1), maxBytes: 1 })?.batches[0]).toBe(batch);
  });

  it('begins anew with each epoch: between two claims another owner may have written', () => {
    const renewed = tailOf(batchAt(1), batchAt(5, { epoch: FIRST_EPOCH + 1 }));
    expect(firstIndexes(renewed, at(1))).toBeUndefined();
    expect(firstIndexes(renewed, at(5, 100, FIRST_EPOCH + 1))).toEqual([5]);
  });

  it('drops its oldest batches first, and answers no place that lay in them', () => {
    const trimmed = tailOf(batchAt(1), batchAt(2), batchAt(3));
    trimmed.trimTo(trimmed.bytes - 1);
    expect(firstIndexes(trimmed, at(1))).toBeUndefined();
    expect(firstIndexes(trimmed, at(2))).toEqual([2, 3]);
    trimmed.trimTo(0);
    expect(trimmed.bytes).toBe(0);
    expect(firstIndexes(trimmed, at(3))).toBeUndefined();
  });

  it('is the end of the log wherever it answers, and stays in its bytes', () => {
    const command = fc.record({
      count: fc.integer({ min: 1, max: 4 }),
      seconds: fc.nat(2),
      isNewEpoch: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      bodyBytes: fc.nat(2000),
      maxBytes: fc.nat(8000),
      readBack: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const log: LogBatch[] = [];
        const growing = new ShardTail();
        let [epoch, second, next] = [FIRST_EPOCH, 100, 1];
        for (const { count, seconds, isNewEpoch, bodyBytes, maxBytes, readBack } of commands) {
          if (isNewEpoch) epoch += 1;
          second += seconds;
          const batch = batchAt(next, { epoch, second, count, bodyBytes });
          log.push(batch);
          growing.append(batch);
          growing.trimTo(maxBytes);
          expect(growing.bytes).toBeLessThanOrEqual(maxBytes);
          next += count;
          const from = at(Math.max(0, next - readBack), second, epoch);
          const answer = growing.read({ from, maxBytes: Infinity });
          if (answer !== undefined)
            expect(answer.batches).toEqual(log.filter((past) => endsAtOrAfter(past, from)));
        }
      }),
    );
  });
});

function endsAtOrAfter({ epoch, second, batch }: LogBatch, from: LogPosition): boolean {
  return comparePositions({ epoch, second, index: batch.firstIndex + batch.count - 1 }, from) >= 0;
}
