import { sequenceNumberOf, type SequenceNumber, type SequenceNumberFields } from './sequence-number.js';

/**
 * The sequence numbers of records that follow one another in one batch: an arithmetic progression, so one BigInt for the
 * batch and additions on decimal limbs for each record. The digits go straight into an answer's bytes: making a string
 * of a number of this size costs four times as much, and leaves garbage.
 *
 * Invariant: `high` and `low` are the last 28 digits of the next number, 14 each; `head` holds those before them.
 */
export class SequenceNumberRun {
  /** Digits of every number. */
  static readonly LENGTH = 56;
  private readonly head: Buffer;
  private high: number;
  private low: number;

  constructor(first: SequenceNumberFields) {
    const text = sequenceNumberOf(first);
    this.head = Buffer.from(text.slice(0, HEAD_DIGITS), 'latin1');
    this.high = Number(text.slice(HEAD_DIGITS, HEAD_DIGITS + LIMB_DIGITS));
    this.low = Number(text.slice(HEAD_DIGITS + LIMB_DIGITS));
  }

  /** Writes the next record's number, `LENGTH` ASCII digits. */
  writeNext(bytes: Uint8Array, at: number): void {
    bytes.set(this.head, at);
    writeLimb(this.high, bytes, at + HEAD_DIGITS);
    writeLimb(this.low, bytes, at + HEAD_DIGITS + LIMB_DIGITS);
    this.low += STEP_LOW;
    this.high += STEP_HIGH;
    if (this.low >= LIMB) {
      this.low -= LIMB;
      this.high += 1;
    }
    if (this.high >= LIMB) {
      this.high -= LIMB;
      this.head.write(String(BigInt(this.head.toString('latin1')) + 1n), 'latin1');
    }
  }
}

/** The numbers of a run of records, in order. */
export function sequenceNumbersFrom(first: SequenceNumberFields, count: number): readonly SequenceNumber[] {
  const run = new SequenceNumberRun(first);
  const bytes = Buffer.allocUnsafe(SequenceNumberRun.LENGTH * count);
  for (let i = 0; i < count; i += 1) run.writeNext(bytes, SequenceNumberRun.LENGTH * i);
  const text = bytes.toString('latin1');
  return Array.from(
    { length: count },
    (_, i) => text.slice(SequenceNumberRun.LENGTH * i, SequenceNumberRun.LENGTH * (i + 1)) as SequenceNumber,
  );
}

const LIMB_DIGITS = 14;
const HEAD_DIGITS = 28;
const LIMB = 1e14;
/** 2^80, the step from one record's number to the next one's. */
const STEP_HIGH = 12_089_258_196;
const STEP_LOW = 14_629_174_706_176;

const HALF_DIGITS = 7;
const HALF = 1e7;
const ZERO = 0x30;

/** In two halves, which are small integers. */
function writeLimb(limb: number, bytes: Uint8Array, at: number): void {
  const high = Math.floor(limb / HALF);
  writeHalf(high, bytes, at);
  writeHalf(limb - high * HALF, bytes, at + HALF_DIGITS);
}

function writeHalf(half: number, bytes: Uint8Array, at: number): void {
  let rest = half | 0;
  for (let place = at + HALF_DIGITS - 1; place >= at; place -= 1) {
    const tens = (rest / 10) | 0;
    bytes[place] = ZERO + rest - 10 * tens;
    rest = tens;
  }
}
