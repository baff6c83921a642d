import { invalidArgument, KinesisError } from './errors.js';
import { LIMITS } from './limits.js';
import type { LogPosition } from './log-position.js';
import { openToken, sealToken, type TokenSeal } from './sealed-token.js';
import type { ShardRef } from './shard.js';
import type { StreamId } from './stream.js';

/**
 * A place in a shard that a reader holds as an opaque text of at most 512 characters. It is valid for five minutes from
 * its issue, any number of times; two iterators are never the same text, also at the same place.
 *
 * Layout under the seal: version u8 · stream id, 24 ASCII bytes · shard number u32 · epoch u32 · second f64 · index f64
 * · issued f64 (ms). Big-endian.
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
const STREAM_ID_BYTES = 24;
const LENGTH = 1 + STREAM_ID_BYTES + 4 + 4 + 8 + 8 + 8;

export function sealShardIterator(seal: TokenSeal, iterator: ShardIterator): string {
  const bytes = Buffer.allocUnsafe(LENGTH);
  let at = bytes.writeUInt8(VERSION, 0);
  at += bytes.write(iterator.shard.streamId, at, STREAM_ID_BYTES, 'latin1');
  at = bytes.writeUInt32BE(iterator.shard.shardNumber, at);
  at = bytes.writeUInt32BE(iterator.position.epoch, at);
  at = bytes.writeDoubleBE(iterator.position.second, at);
  at = bytes.writeDoubleBE(iterator.position.index, at);
  bytes.writeDoubleBE(iterator.issuedAtMs, at);
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
  if (bytes?.length !== LENGTH || bytes[0] !== VERSION) throw invalidArgument('Invalid ShardIterator.');
  const iterator = decode(bytes);
  if (nowMs - iterator.issuedAtMs > LIMITS.tokenLifeMs) throw expired(iterator.issuedAtMs, nowMs);
  return iterator;
}

function decode(bytes: Buffer): ShardIterator {
  const afterId = 1 + STREAM_ID_BYTES;
  return {
    shard: {
      streamId: bytes.toString('latin1', 1, afterId) as StreamId,
      shardNumber: bytes.readUInt32BE(afterId),
    },
    position: {
      epoch: bytes.readUInt32BE(afterId + 4),
      second: bytes.readDoubleBE(afterId + 8),
      index: bytes.readDoubleBE(afterId + 16),
    },
    issuedAtMs: bytes.readDoubleBE(afterId + 24),
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
