import fc from 'fast-check';
import { FIRST_EPOCH, LAST_EPOCH, LAST_INDEX, LAST_SECOND, type LogPosition } from '../log-position.js';
import type { SequenceNumberFields } from '../sequence-number.js';

/** Any second that an id can hold; fast-check tries the ends first. */
export const anySecond = fc.integer({ min: 0, max: LAST_SECOND });

/** Any place of a record. */
export const anyPosition: fc.Arbitrary<LogPosition> = fc.record({
  epoch: fc.integer({ min: FIRST_EPOCH, max: LAST_EPOCH }),
  second: anySecond,
  index: fc.integer({ min: 0, max: LAST_INDEX }),
});

/** Any sequence number's fields, over their whole ranges. */
export const anySequenceNumberFields: fc.Arbitrary<SequenceNumberFields> = fc
  .tuple(
    anyPosition,
    fc.record({ shardCreatedAtSecond: anySecond, shardNumber: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
  )
  .map(([position, shard]) => ({ ...position, ...shard }));
