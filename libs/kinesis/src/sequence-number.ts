import type { Brand } from './brand.js';
import type { LogPosition } from './log-position.js';

/**
 * AWS's sequence number, version 2: 186 bits, 56 decimal digits, so comparing strings and comparing numbers agree.
 *
 * | hex digit | holds                                                                    |
 * |-----------|--------------------------------------------------------------------------|
 * | 0         | `2`                                                                      |
 * | 1–9       | the shard's creation, seconds                                            |
 * | 10        | low nibble of the shard number                                           |
 * | 11–26     | epoch − 1000000 (20 bits), then the record's index (43 bits), top bit 0  |
 * | 27–28     | `00`                                                                     |
 * | 29–37     | arrival, seconds                                                         |
 * | 38–45     | shard number                                                             |
 * | 46        | `2`, the version                                                         |
 *
 * The layout is the one the Kinesis Client Library reads (its SequenceNumberValidator: bit length, version, shard).
 * It carries the record's place in the log exactly, both ways. The numbers of one batch are an arithmetic progression.
 *
 * Source: recorded against AWS; Kinesis Client Library 3.5.1.
 */
export type SequenceNumber = Brand<string, 'SequenceNumber'>;

/** What a sequence number says. */
export interface SequenceNumberFields extends LogPosition {
  /** Second at which the shard became writable; another incarnation of a stream has another one. */
  readonly shardCreatedAtSecond: number;
  readonly shardNumber: number;
}

const INDEX_BITS = 43n;
const EPOCH_BASE = 1_000_000;
const LAST_SEQUENCE_INDEX = (1n << 63n) - 1n;
const LENGTH = 56;

const LIMB = 1e14;
const LIMB_DIGITS = 14;
/** 2^80, the step from one record's number to the next one's, as two limbs. */
const STEP_HIGH = 12_089_258_196;
const STEP_LOW = 14_629_174_706_176;

export function sequenceNumberOf(fields: SequenceNumberFields): SequenceNumber {
  const sequenceIndex = (BigInt(fields.epoch - EPOCH_BASE) << INDEX_BITS) | BigInt(fields.index);
  return String(compose(fields, sequenceIndex)) as SequenceNumber;
}

/** The numbers of a batch's records, in order: one BigInt for the batch, then additions on decimal limbs. */
export function sequenceNumbersFrom(first: SequenceNumberFields, count: number): readonly SequenceNumber[] {
  const text = sequenceNumberOf(first);
  let head = text.slice(0, 2 * LIMB_DIGITS);
  let high = Number(text.slice(2 * LIMB_DIGITS, 3 * LIMB_DIGITS));
  let low = Number(text.slice(3 * LIMB_DIGITS));
  const numbers = new Array<SequenceNumber>(count);
  for (let i = 0; i < count; i += 1) {
    numbers[i] = (head + digits(high) + digits(low)) as SequenceNumber;
    low += STEP_LOW;
    high += STEP_HIGH;
    if (low >= LIMB) {
      low -= LIMB;
      high += 1;
    }
    if (high >= LIMB) {
      high -= LIMB;
      head = String(BigInt(head) + 1n);
    }
  }
  return numbers;
}

function digits(limb: number): string {
  // One addition instead of padStart: 1e14 + limb has fifteen digits, the first is cut off.
  return String(LIMB + limb).slice(1);
}

/** The StartingSequenceNumber of a shard: below its first record, above its parents' end. */
export function startingSequenceNumber(shard: ShardOfNumber): SequenceNumber {
  const fields = { ...shard, epoch: EPOCH_BASE, second: shard.shardCreatedAtSecond, index: 0 };
  return String(compose(fields, 0n)) as SequenceNumber;
}

/** The EndingSequenceNumber of a closed shard: above its last record. */
export function endingSequenceNumber(shard: ShardOfNumber, closedAtSecond: number): SequenceNumber {
  const fields = { ...shard, epoch: EPOCH_BASE, second: closedAtSecond, index: 0 };
  return String(compose(fields, LAST_SEQUENCE_INDEX)) as SequenceNumber;
}

/** A shard as its sequence numbers name it. */
export type ShardOfNumber = Pick<SequenceNumberFields, 'shardCreatedAtSecond' | 'shardNumber'>;

/** Reads a sequence number; `undefined` where the text is not one of version 2. */
export function parseSequenceNumber(text: string): SequenceNumberFields | undefined {
  if (text.length !== LENGTH || !/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  if (value >> 184n !== 2n || (value & 0xfn) !== 2n || ((value >> 72n) & 0xffn) !== 0n) return undefined;
  const shardNumber = Number((value >> 4n) & 0xffff_ffffn);
  const sequenceIndex = (value >> 80n) & 0xffff_ffff_ffff_ffffn;
  if (sequenceIndex > LAST_SEQUENCE_INDEX || Number((value >> 144n) & 0xfn) !== (shardNumber & 0xf))
    return undefined;
  return {
    shardCreatedAtSecond: Number((value >> 148n) & 0xf_ffff_ffffn),
    shardNumber,
    epoch: Number(sequenceIndex >> INDEX_BITS) + EPOCH_BASE,
    index: Number(sequenceIndex & ((1n << INDEX_BITS) - 1n)),
    second: Number((value >> 36n) & 0xf_ffff_ffffn),
  };
}

function compose(fields: SequenceNumberFields, sequenceIndex: bigint): bigint {
  return (
    (2n << 184n) |
    (BigInt(fields.shardCreatedAtSecond) << 148n) |
    (BigInt(fields.shardNumber & 0xf) << 144n) |
    (sequenceIndex << 80n) |
    (BigInt(fields.second) << 36n) |
    (BigInt(fields.shardNumber) << 4n) |
    2n
  );
}
