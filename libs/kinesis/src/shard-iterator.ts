import { invalidArgument, KinesisError } from './errors.js';
import { LIMITS } from './limits.js';
import type { LogPosition } from './log-position.js';
import { openToken, sealToken, type TokenSeal } from './sealed-token.js';
import type { ShardRef } from './shard.js';
import type { StreamId } from './stream-id.js';

/**
 * A place in a shard that a reader holds as an opaque text of at most 512 characters. It is valid for five minutes from
 * its issue, any number of times; two iterators are never the same text, also at the same place.
 *
 * Layout under the seal, big-endian: version u8 · shard number u32 · epoch u32 · second, index, issued (ms) u48 each ·
 * the rest is the stream's id in ASCII.
 *
 * Source: the API reference of GetShardIterator and GetRecords; sentences recorded against AWS.
 */
export interface ShardIterator {
  readonly shard: ShardRef;
  /** The next record is the first one at or after it. */
  readonly position: LogPosition;
  readonly issuedAtMs: number;
}

const KIND = 'shard-iterator';
const VERSION = 1;
const SHARD_AT = 1;
const EPOCH_AT = 5;
const SECOND_AT = 9;
const INDEX_AT = 15;
const ISSUED_AT = 21;
const STREAM_ID_AT = 27;
const U48_BYTES = 6;

export function sealShardIterator(seal: TokenSeal, { shard, position, issuedAtMs }: ShardIterator): string {
  const bytes = Buffer.alloc(STREAM_ID_AT + shard.streamId.length);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt32BE(shard.shardNumber, SHARD_AT);
  bytes.writeUInt32BE(position.epoch, EPOCH_AT);
  bytes.writeUIntBE(position.second, SECOND_AT, U48_BYTES);
  bytes.writeUIntBE(position.index, INDEX_AT, U48_BYTES);
  bytes.writeUIntBE(issuedAtMs, ISSUED_AT, U48_BYTES);
  bytes.write(shard.streamId, STREAM_ID_AT, 'latin1');
  return sealToken(seal, KIND, bytes);
}

/**
 * Reads an iterator back. One wrapped in double quotes is accepted, as AWS does for the users of shells.
 *
 * @throws KinesisError InvalidArgumentException where it is malformed or foreign, ExpiredIteratorException after 300 s.
 */
export function openShardIterator(seal: Pick<TokenSeal, 'key'>, text: string, nowMs: number): ShardIterator {
  const token = text.length > 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  const bytes = openToken(seal, KIND, token);
  if (bytes?.[0] !== VERSION) throw invalidArgument('Invalid ShardIterator.');
  const iterator = decode(bytes);
  if (nowMs - iterator.issuedAtMs > LIMITS.tokenLifeMs) throw expired(iterator.issuedAtMs, nowMs);
  return iterator;
}

function decode(bytes: Buffer): ShardIterator {
  return {
    shard: {
      streamId: bytes.toString('latin1', STREAM_ID_AT) as StreamId,
      shardNumber: bytes.readUInt32BE(SHARD_AT),
    },
    position: {
      epoch: bytes.readUInt32BE(EPOCH_AT),
      second: bytes.readUIntBE(SECOND_AT, U48_BYTES),
      index: bytes.readUIntBE(INDEX_AT, U48_BYTES),
    },
    issuedAtMs: bytes.readUIntBE(ISSUED_AT, U48_BYTES),
  };
}

function expired(issuedAtMs: number, nowMs: number): KinesisError {
  return new KinesisError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${awsDate(issuedAtMs)} while right now it is ` +
      `${awsDate(nowMs)} which is further in the future than the tolerated delay of ${LIMITS.tokenLifeMs} milliseconds.`,
  );
}

/** `Sun Nov 22 22:01:56 UTC 2026`: Java's Date.toString, which AWS's sentences hold. */
function awsDate(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
