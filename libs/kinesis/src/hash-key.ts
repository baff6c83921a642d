import type { Brand } from './brand.js';
import { invalidArgument } from './errors.js';
import { md5Into } from './md5.js';

/** Where a record lies in the hash space: MD5 of its partition key, or its explicit hash key. 0 … 2^128 − 1. */
export type HashKey = Brand<bigint, 'HashKey'>;

/** A hash key as four big-endian 32-bit words: what the hot path compares, without a BigInt. */
export type HashKeyWords = Uint32Array;

export const LAST_HASH_KEY = ((1n << 128n) - 1n) as HashKey;

/** Source: Kinesis service model, HashKey. */
const DECIMAL = /^(?:0|[1-9]\d{0,38})$/;

/** Writes MD5 of the key's UTF-8 bytes into `words`. Source: the API reference of PutRecord. */
export function hashPartitionKeyInto(words: HashKeyWords, partitionKey: string): void {
  md5Into(words, partitionKey);
}

/** @throws KinesisError InvalidArgumentException where it is no decimal number of 0 … 2^128 − 1. */
export function parseExplicitHashKey(text: string): HashKey {
  const value = DECIMAL.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value > LAST_HASH_KEY) {
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`,
    );
  }
  return value as HashKey;
}

/** The key's four words, most significant first. */
export function hashKeyToWords(hashKey: bigint, words: HashKeyWords = new Uint32Array(4)): HashKeyWords {
  for (let word = 0; word < 4; word += 1)
    words[word] = Number((hashKey >> BigInt(96 - 32 * word)) & 0xffff_ffffn);
  return words;
}
