import type { Shard } from '#lib/kinesis';
import type { Reading } from '../records/record-reading.js';

/**
 * Whether reading on at once may give more. The owner's memory does not know that the shard was closed behind the last
 * record that it holds: only the log does.
 */
export function mayReadOn({ end, runs }: Reading, shard: Shard | undefined): boolean {
  return end === 'more' || (end === 'tip' && runs.length > 0 && shard?.closedAtSecond !== undefined);
}
