import { describe, expect, it } from '@jest/globals';
import { decideRecordDistribution } from './record-distribution.js';
import { CONTEXT, evolved, streamWith } from './testing/streams.js';

const ON_DEMAND = streamWith({ mode: 'ON_DEMAND' });
const AUTO = streamWith({ recordDistribution: 'AUTO' });
const PROVISIONED = streamWith({ shardCount: 1 });

describe('how a stream distributes its records', () => {
  it.each([
    [ON_DEMAND, 'AUTO'],
    [AUTO, 'USER_PARTITION_KEY'],
  ] as const)('changes at once, without UPDATING', (stream, recordDistribution) => {
    const changed = evolved(stream, decideRecordDistribution(stream, recordDistribution, CONTEXT));
    expect(changed).toEqual({ ...stream, recordDistribution });
  });

  it.each([
    [ON_DEMAND, 'USER_PARTITION_KEY'],
    [AUTO, 'AUTO'],
    [PROVISIONED, 'USER_PARTITION_KEY'],
  ] as const)('stays where it is that already', (stream, recordDistribution) => {
    expect(decideRecordDistribution(stream, recordDistribution, CONTEXT)).toEqual([]);
  });

  it('cannot be AUTO in mode PROVISIONED', () => {
    expect(() => decideRecordDistribution(PROVISIONED, 'AUTO', CONTEXT)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgumentException',
        message: 'RecordDistributionStrategy AUTO is supported only for streams in mode ON_DEMAND.',
      }),
    );
  });
});
