import type { Brand } from './brand.js';
import { FIRST_EPOCH, LAST_EPOCH, LAST_INDEX, LAST_SECOND, type LogPosition } from './log-position.js';

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

const LENGTH = 56;
const VERSION = 2n;
/** Where the fields begin, in bits from the right. */
const SHARD_NUMBER_AT = 4n;
const SECOND_AT = 36n;
const INDEX_AT = 80n;
const EPOCH_AT = 123n;
const NIBBLE_AT = 144n;
const CREATED_AT = 148n;
const VERSION_AT = 184n;
/** Epochs begin behind it; in a starting number, that of no epoch, it stands itself. */
const EPOCH_BASE = FIRST_EPOCH - 1;

export function sequenceNumberOf(fields: SequenceNumberFields): SequenceNumber {
  const { shardCreatedAtSecond, shardNumber, epoch, index, second } = fields;
  const value =
    (VERSION << VERSION_AT) |
    (BigInt(shardCreatedAtSecond) << CREATED_AT) |
    (BigInt(shardNumber & 0xf) << NIBBLE_AT) |
    (BigInt(epoch - EPOCH_BASE) << EPOCH_AT) |
    (BigInt(index) << INDEX_AT) |
    (BigInt(second) << SECOND_AT) |
    (BigInt(shardNumber) << SHARD_NUMBER_AT) |
    VERSION;
  return String(value) as SequenceNumber;
}

/** A shard as its sequence numbers name it. */
export type ShardOfNumber = Pick<SequenceNumberFields, 'shardCreatedAtSecond' | 'shardNumber'>;

/** The StartingSequenceNumber of a shard: below its first record, above its parents' end. */
export function startingSequenceNumber(shard: ShardOfNumber): SequenceNumber {
  return sequenceNumberOf({ ...shard, epoch: EPOCH_BASE, second: shard.shardCreatedAtSecond, index: 0 });
}

/** The EndingSequenceNumber of a closed shard: above its last record. */
export function endingSequenceNumber(shard: ShardOfNumber, closedAtSecond: number): SequenceNumber {
  return sequenceNumberOf({ ...shard, epoch: LAST_EPOCH, second: closedAtSecond, index: LAST_INDEX });
}

/** Reads a sequence number; `undefined` where the text is not one of version 2, or not one of ours. */
export function parseSequenceNumber(text: string): SequenceNumberFields | undefined {
  if (text.length !== LENGTH || !/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  const fields: SequenceNumberFields = {
    shardCreatedAtSecond: bitsOf(value, CREATED_AT, 36n),
    shardNumber: bitsOf(value, SHARD_NUMBER_AT, 32n),
    epoch: bitsOf(value, EPOCH_AT, 21n) + EPOCH_BASE,
    index: bitsOf(value, INDEX_AT, 43n),
    second: bitsOf(value, SECOND_AT, 36n),
  };
  const isInRange =
    fields.epoch <= LAST_EPOCH && fields.second <= LAST_SECOND && fields.shardCreatedAtSecond <= LAST_SECOND;
  // Everything else about the layout holds where the fields make the same number again.
  return isInRange && sequenceNumberOf(fields) === text ? fields : undefined;
}

function bitsOf(value: bigint, at: bigint, count: bigint): number {
  return Number((value >> at) & ((1n << count) - 1n));
}
