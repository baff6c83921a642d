import { describe, expect, it } from '@jest/globals';
import { FIRST_EPOCH, LOG_START, entryIdOf } from '#lib/kinesis';
import {
  EpochsRunLow,
  InFlightDecided,
  ShardClaimed,
  ShardFenced,
  ShardLogGone,
  ShardUnavailable,
} from './shard-event.js';
import { SHARD } from './testing/memory-shard.js';

const entryId = entryIdOf(LOG_START);

describe('an event of a shard', () => {
  it.each([
    { event: new ShardClaimed(SHARD, FIRST_EPOCH), level: 'debug', fields: { epoch: FIRST_EPOCH } },
    { event: new EpochsRunLow(SHARD, 9), level: 'error', fields: { epochsLeft: 9 } },
    { event: new ShardFenced(SHARD), level: 'warn', fields: {} },
    { event: new InFlightDecided(SHARD, entryId, 'stored'), level: 'info', fields: { entryId } },
    { event: new InFlightDecided(SHARD, entryId, 'unknown'), level: 'warn', fields: { outcome: 'unknown' } },
    { event: new ShardLogGone(SHARD), level: 'error', fields: {} },
    { event: new ShardUnavailable(SHARD, 'unknown', 'why'), level: 'warn', fields: { error: 'why' } },
  ])('$event.type is logged at $level and names its shard', ({ event, level, fields }) => {
    expect(event.logLine.level).toBe(level);
    expect(event.logLine.fields).toMatchObject({ ...SHARD, ...fields });
  });
});
