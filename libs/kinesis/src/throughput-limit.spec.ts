import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  areReadTanksFull,
  areWriteTanksFull,
  chargedRead,
  decidePace,
  decideRead,
  decideWrite,
  fullReadTanks,
  fullTank,
  fullWriteTanks,
  refilledReadTanks,
  refilledWriteTanks,
  SHARD_LIMITS,
  type WriteDemand,
} from './throughput-limit.js';

const MIB = 1024 * 1024;
const LARGEST_RECORD = 10 * MIB;

const demandOf = (sizes: readonly number[]): WriteDemand => ({
  count: sizes.length,
  payloadBytes: sizes.reduce((sum, size) => sum + size, 0),
  sizes: () => sizes,
});

/** What a shard took of requests of records of these sizes, each at its time, in ms from the start. */
function taken(...requests: readonly (readonly [atMs: number, sizes: readonly number[]])[]) {
  let tanks = fullWriteTanks(0);
  return requests.map(([atMs, sizes]) => {
    const decision = decideWrite(tanks, demandOf(sizes), atMs);
    tanks = decision.tanks;
    return decision.count;
  });
}

const records = (count: number, bytes = 1): number[] => Array.from({ length: count }, () => bytes);

describe('writing to a shard with limits', () => {
  it('takes 1,000 records at once, and another one for each millisecond', () => {
    expect(taken([0, records(1001)], [0, records(1)], [1, records(2)], [501, records(600)])).toEqual([
      1000, 0, 1, 500,
    ]);
  });

  it('takes 1 MiB at once, to the byte, and so much again after a second', () => {
    expect(taken([0, [MIB]], [0, [1]], [999, [MIB]], [1000, [MIB]])).toEqual([1, 0, 0, 1]);
    expect(taken([0, [MIB - 1, 1, 1]])).toEqual([2]);
  });

  it('takes the records in front of the first one that does not fit, and none behind it', () => {
    expect(taken([0, [MIB - 10, 11, 1]], [0, [10]])).toEqual([1, 1]);
  });

  it('takes a record larger than the tank while there is anything in it, and nothing until that is paid', () => {
    expect(taken([0, [1, LARGEST_RECORD, 1]], [9000, [1]], [9001, [1]])).toEqual([2, 0, 1]);
    expect(taken([0, [MIB]], [0, [LARGEST_RECORD]], [1, [LARGEST_RECORD]])).toEqual([1, 0, 1]);
  });

  it('takes empty records while it has room for records', () => {
    expect(taken([0, records(1001, 0)])).toEqual([1000]);
  });

  it('gets nothing back from a clock that goes back', () => {
    expect(taken([5000, [MIB]], [4000, [1]], [5000, [1]])).toEqual([1, 0, 0]);
    expect(taken([5000, [1]], [4000, [MIB - 1]])).toEqual([1, 1]);
  });

  it('is full again when it has had the time, and not before', () => {
    const { tanks } = decideWrite(fullWriteTanks(0), demandOf([LARGEST_RECORD]), 0);
    expect(areWriteTanksFull(refilledWriteTanks(tanks, 9999))).toBe(false);
    expect(areWriteTanksFull(refilledWriteTanks(tanks, 10_000))).toBe(true);
  });

  const size = fc.oneof(fc.nat(2000), fc.nat(MIB), fc.integer({ min: MIB, max: LARGEST_RECORD }));
  const request = fc.record({ afterMs: fc.nat(3000), sizes: fc.array(size, { maxLength: 40 }) });
  const traffic = fc.array(request, { minLength: 1, maxLength: 40 });

  it('never takes more in any time than its rate, a full tank, and one record beyond that', () => {
    fc.assert(
      fc.property(traffic, (requests) => {
        let atMs = 0;
        let tanks = fullWriteTanks(0);
        const passed: { readonly atMs: number; readonly bytes: number; readonly records: number }[] = [];
        for (const { afterMs, sizes } of requests) {
          atMs += afterMs;
          const decision = decideWrite(tanks, demandOf(sizes), atMs);
          tanks = decision.tanks;
          const bytes = demandOf(sizes.slice(0, decision.count)).payloadBytes;
          passed.push({ atMs, bytes, records: decision.count });
        }
        const largest = Math.max(0, ...requests.flatMap(({ sizes }) => sizes.filter((each) => each > MIB)));
        for (const [i, first] of passed.entries()) {
          let bytes = 0;
          let count = 0;
          for (const each of passed.slice(i)) {
            const seconds = (each.atMs - first.atMs) / 1000;
            bytes += each.bytes;
            count += each.records;
            expect(bytes).toBeLessThanOrEqual(MIB * seconds + MIB + largest);
            expect(count).toBeLessThanOrEqual(1000 * seconds + 1000);
          }
        }
      }),
    );
  });

  it('decides alike whether it looks at the records one by one or together', () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 40 }), fc.nat(5000), (sizes, atMs) => {
        const { tanks } = decideWrite(fullWriteTanks(0), demandOf([LARGEST_RECORD / 4]), 0);
        const together = decideWrite(tanks, demandOf(sizes), atMs);
        const each = { ...demandOf(sizes), payloadBytes: Infinity };
        expect(decideWrite(tanks, each, atMs)).toEqual(together);
      }),
    );
  });

  it('takes as much of a request as of its records one after the other', () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 40 }), (sizes) => {
        const whole = decideWrite(fullWriteTanks(0), demandOf(sizes), 0);
        let tanks = fullWriteTanks(0);
        let count = 0;
        for (const each of sizes) {
          const decision = decideWrite(tanks, demandOf([each]), 0);
          if (decision.count === 0) break;
          tanks = decision.tanks;
          count += 1;
        }
        expect(whole).toEqual({ count, tanks });
      }),
    );
  });
});

/** Whether a shard answered calls, each at its time and, if it did, with so many bytes. */
function answered(...calls: readonly (readonly [atMs: number, bytes: number])[]) {
  let tanks = fullReadTanks(0);
  return calls.map(([atMs, bytes]) => {
    const decision = decideRead(tanks, atMs);
    tanks = decision.isAllowed ? chargedRead(decision.tanks, bytes, atMs) : decision.tanks;
    return decision.isAllowed;
  });
}

describe('reading from a shard with limits', () => {
  it('answers 5 calls at once, and another one every 200 ms', () => {
    const five = Array.from({ length: 5 }, () => [0, 0] as const);
    expect(answered(...five, [0, 0], [199, 0], [200, 0], [200, 0], [400, 0])).toEqual([
      ...five.map(() => true),
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('is closed for 5 s after an answer of 10 MiB', () => {
    expect(answered([0, 10 * MIB], [1, 0], [4999, 0], [5000, 0])).toEqual([true, false, false, true]);
  });

  it('is closed for 1 s after 2 MiB in a second', () => {
    expect(answered([0, MIB], [0, MIB], [999, 0], [1000, 0])).toEqual([true, true, false, true]);
    expect(answered([0, 2 * MIB - 1], [1, 0])).toEqual([true, true]);
  });

  it('gives 2 MiB a second in the long run, whatever is asked', () => {
    const call = fc.record({ afterMs: fc.nat(400), bytes: fc.nat(10 * MIB) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 60 }), (calls) => {
        let atMs = 0;
        let tanks = fullReadTanks(0);
        let bytes = 0;
        let last = 0;
        for (const each of calls) {
          atMs += each.afterMs;
          const decision = decideRead(tanks, atMs);
          tanks = decision.tanks;
          if (!decision.isAllowed) continue;
          // Everything but the last answer was paid for.
          expect(bytes).toBeLessThanOrEqual((2 * MIB * atMs) / 1000 + 2 * MIB);
          last = each.bytes;
          bytes += last;
          tanks = chargedRead(tanks, last, atMs);
        }
      }),
    );
  });

  it('is full again when calls and bytes are', () => {
    const tanks = chargedRead(decideRead(fullReadTanks(0), 0).tanks, 1, 0);
    expect(areReadTanksFull(refilledReadTanks(tanks, 199))).toBe(false);
    expect(areReadTanksFull(refilledReadTanks(tanks, 200))).toBe(true);
  });
});

describe('sending on an own account', () => {
  it('pauses for what is over the limit, in whole milliseconds, and not before', () => {
    const limit = SHARD_LIMITS.consumerBytes;
    const first = decidePace({ tank: fullTank(limit, 0), limit }, 2 * MIB, 0);
    expect(first.pauseMs).toBe(0);
    const second = decidePace({ tank: first.tank, limit }, MIB, 0);
    expect(second.pauseMs).toBe(500);
    expect(decidePace({ tank: second.tank, limit }, 1, 500).pauseMs).toBe(1);
    expect(decidePace({ tank: second.tank, limit }, 1, 501).pauseMs).toBe(0);
  });

  it('never sends more than its rate and a full tank, but for the last piece', () => {
    const limit = SHARD_LIMITS.consumerBytes;
    fc.assert(
      fc.property(fc.array(fc.nat(MIB), { minLength: 1, maxLength: 100 }), (pieces) => {
        let atMs = 0;
        let tank = fullTank(limit, 0);
        let sent = 0;
        for (const piece of pieces) {
          expect(sent).toBeLessThanOrEqual(limit.burst + (limit.perSecond * atMs) / 1000);
          const pace = decidePace({ tank, limit }, piece, atMs);
          sent += piece;
          tank = pace.tank;
          atMs += pace.pauseMs;
        }
      }),
    );
  });
});
