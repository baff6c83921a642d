import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions, FIRST_EPOCH, LAST_EPOCH, LAST_INDEX } from './log-position.js';
import {
  endingSequenceNumber,
  parseSequenceNumber,
  sequenceNumberOf,
  startingSequenceNumber,
} from './sequence-number.js';
import { anySecond, anySequenceNumberFields } from './testing/positions.js';

const FIELDS = {
  shardCreatedAtSecond: 1_767_225_600,
  shardNumber: 0x1234_567a,
  epoch: FIRST_EPOCH,
  index: 5,
  second: 1_767_225_700,
};

describe('a sequence number', () => {
  it('has its fields at the hex digits that AWS has them at', () => {
    const hex = BigInt(sequenceNumberOf(FIELDS)).toString(16);
    const parts = [0, 1, 10, 11, 27, 29, 38, 46, 47];
    expect(parts.slice(1).map((end, i) => hex.slice(parts[i], end))).toEqual([
      '2',
      (1_767_225_600).toString(16).padStart(9, '0'),
      'a',
      ((1n << 43n) | 5n).toString(16).padStart(16, '0'),
      '00',
      (1_767_225_700).toString(16).padStart(9, '0'),
      '1234567a',
      '2',
    ]);
  });

  it('is read back to the fields it was made of, over their whole ranges', () => {
    fc.assert(
      fc.property(anySequenceNumberFields, (fields) => {
        expect(parseSequenceNumber(sequenceNumberOf(fields))).toEqual(fields);
      }),
      { numRuns: 1_000 },
    );
  });

  // Source: SequenceNumberValidator of the Kinesis Client Library 3.5.1.
  it('passes the rules of the KCL: 186 bits, version 2 at bit 184, the shard number at bit 4', () => {
    fc.assert(
      fc.property(anySequenceNumberFields, (fields) => {
        const value = BigInt(sequenceNumberOf(fields));
        expect(value.toString(2)).toHaveLength(186);
        expect((value >> 184n) & 0xfn).toBe(2n);
        expect((value >> 4n) & 0xffff_ffffn).toBe(BigInt(fields.shardNumber));
      }),
    );
  });

  it('grows with the place in the shard, as a number and as a string', () => {
    fc.assert(
      fc.property(anySequenceNumberFields, anySequenceNumberFields, (fields, other) => {
        const shard = { shardCreatedAtSecond: fields.shardCreatedAtSecond, shardNumber: fields.shardNumber };
        const [a, b] = [sequenceNumberOf(fields), sequenceNumberOf({ ...other, ...shard })];
        // Inside a shard time never goes back, so the epoch and the index decide; the second is the last word.
        const inShard =
          fields.epoch - other.epoch || fields.index - other.index || fields.second - other.second;
        expect(Math.sign(Number(BigInt(a) - BigInt(b)))).toBe(Math.sign(inShard));
        expect(Number(a > b) - Number(a < b)).toBe(Math.sign(inShard));
      }),
    );
  });

  it('is greater than every number of an older shard, so that a key’s numbers grow across a reshard', () => {
    fc.assert(
      fc.property(anySequenceNumberFields, anySequenceNumberFields, (fields, other) => {
        fc.pre(fields.shardCreatedAtSecond < other.shardCreatedAtSecond);
        expect(endingSequenceNumber(fields, fields.second) < startingSequenceNumber(other)).toBe(true);
      }),
    );
  });

  it.each([
    ['empty', ''],
    ['a word', 'LATEST'],
    ['signed', `-${sequenceNumberOf(FIELDS).slice(1)}`],
    ['of 55 digits', sequenceNumberOf(FIELDS).slice(1)],
    ['of 57 digits', `${sequenceNumberOf(FIELDS)}0`],
    ['of version 1', altered((value) => value - 1n)],
    ['of a form with bit 185 clear', altered((value) => value ^ (3n << 184n))],
    ['with something in the empty byte', altered((value) => value | (1n << 72n))],
    ['with another low nibble than its shard', altered((value) => value ^ (1n << 144n))],
    ['with the top bit of the sequence index', altered((value) => value | (1n << 143n))],
    ['created after the year 2242', altered((value) => value | (1n << 183n))],
    ['of a second that no entry id can hold', altered((value) => value | (1n << 71n))],
  ])('is refused when it is %s', (_, text) => {
    expect(parseSequenceNumber(text)).toBeUndefined();
  });
});

function altered(change: (value: bigint) => bigint): string {
  return String(change(BigInt(sequenceNumberOf(FIELDS))));
}

describe('the range of a shard', () => {
  it('begins below its first record and ends above its last one', () => {
    fc.assert(
      fc.property(anySequenceNumberFields, anySecond, (fields, closedAtSecond) => {
        fc.pre(fields.index < LAST_INDEX);
        const number = sequenceNumberOf(fields);
        expect(startingSequenceNumber(fields) < number).toBe(true);
        expect(number < endingSequenceNumber(fields, closedAtSecond)).toBe(true);
      }),
    );
  });

  it('says its shard at both ends, and a place before or behind all records', () => {
    const start = parseSequenceNumber(startingSequenceNumber(FIELDS));
    const end = parseSequenceNumber(endingSequenceNumber(FIELDS, FIELDS.second));
    const { shardCreatedAtSecond, shardNumber } = FIELDS;
    expect(start).toMatchObject({ shardCreatedAtSecond, shardNumber, index: 0 });
    expect(end).toMatchObject({ shardCreatedAtSecond, shardNumber, epoch: LAST_EPOCH, index: LAST_INDEX });
    if (!start || !end) throw new Error('both ends are sequence numbers');
    expect(comparePositions(start, FIELDS)).toBeLessThan(0);
    expect(comparePositions(end, FIELDS)).toBeGreaterThan(0);
  });
});
