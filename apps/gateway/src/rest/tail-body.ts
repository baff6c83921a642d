import { Readable } from 'node:stream';
import { KinesisError, shardIdOf } from '#lib/kinesis';
import type { StreamTail, TailPiece } from '../push/stream-tail.js';
import { writeShardPlace, writeTailPlace } from '../push/tail-place.js';
import { recordsIn } from '../records/records-answer.js';
import { problemOf } from './problem.js';
import { readRecordOf } from './read-records.js';

/**
 * A tail as server-sent events: a message for each record, whose id says how far the whole stream was read behind it; a
 * comment where nothing comes for a while; a message `problem` before an end that was not asked for.
 *
 * Source: HTML Living Standard, "Server-sent events".
 */
export function tailBody(tail: StreamTail, onUnexpected: (error: unknown) => void): Readable {
  return Readable.from(messagesOf(tail, onUnexpected), { objectMode: false, highWaterMark: 1 });
}

const COMMENT = ':\n\n';

async function* messagesOf(tail: StreamTail, onUnexpected: (error: unknown) => void): AsyncGenerator<string> {
  // The client sees that it is connected before there is anything to see.
  yield COMMENT;
  try {
    for await (const piece of tail.pieces()) yield piece ? recordMessages(piece) : COMMENT;
  } catch (error) {
    if (!(error instanceof KinesisError)) onUnexpected(error);
    yield `event: problem\ndata: ${JSON.stringify(problemOf(error))}\n\n`;
  }
}

function recordMessages({ shard, reading, place }: TailPiece): string {
  const others = place.shards.filter(({ shardNumber }) => shardNumber !== shard.number);
  const elsewhere = writeTailPlace({ ...place, shards: others });
  const begin = `id: ${elsewhere}${others.length > 0 ? ',' : ''}`;
  const shardId = shardIdOf(shard.number);
  return reading.runs
    .flatMap((run) => {
      const { epoch, second, batch, skipped } = run;
      return recordsIn(run, shard).map((record, i) => {
        const position = { epoch, second, index: batch.firstIndex + skipped + i + 1 };
        const id = begin + writeShardPlace({ shardNumber: shard.number, position });
        return `${id}\ndata: ${JSON.stringify({ shardId, ...readRecordOf(record) })}\n\n`;
      });
    })
    .join('');
}
