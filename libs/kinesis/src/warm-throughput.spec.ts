import { describe, expect, it } from '@jest/globals';
import { NO_STREAMS } from './account.js';
import { CONTEXT, evolved, streamWith, updated } from './testing/streams.js';
import { decideWarmThroughput } from './warm-throughput.js';

const ON_DEMAND = streamWith({ mode: 'ON_DEMAND' });

describe('warm throughput', () => {
  it('is a target at first, and what there is when UPDATING ends', () => {
    const towards100 = evolved(ON_DEMAND, decideWarmThroughput(ON_DEMAND, 100, CONTEXT));
    expect(towards100).toMatchObject({
      status: 'UPDATING',
      warmThroughput: { targetMiBps: 100, currentMiBps: 4 },
    });
    const at100 = updated(ON_DEMAND, decideWarmThroughput(ON_DEMAND, 100, CONTEXT));
    expect(at100.warmThroughput).toEqual({ targetMiBps: 100, currentMiBps: 100 });
    const towards10 = evolved(at100, decideWarmThroughput(at100, 10, CONTEXT));
    expect(towards10.warmThroughput).toEqual({ targetMiBps: 10, currentMiBps: 100 });
  });

  it('that the stream has already changes nothing', () => {
    const at100 = updated(ON_DEMAND, decideWarmThroughput(ON_DEMAND, 100, CONTEXT));
    expect(decideWarmThroughput(at100, 100, CONTEXT)).toEqual([]);
  });

  it.each([0, 10_240])('may be %d', (miBps) => {
    expect(decideWarmThroughput(ON_DEMAND, miBps, CONTEXT)).toHaveLength(1);
  });

  it.each([
    [
      'of a stream in mode PROVISIONED',
      streamWith({ shardCount: 1 }),
      1,
      CONTEXT,
      'InvalidArgumentException',
    ],
    [
      'of an account without commitment',
      ON_DEMAND,
      1,
      { ...CONTEXT, account: NO_STREAMS },
      'InvalidArgumentException',
    ],
    ['above 10 GiB/s', ON_DEMAND, 10_241, CONTEXT, 'LimitExceededException'],
  ])('is refused %s', (_, stream, miBps, context, code) => {
    expect(() => decideWarmThroughput(stream, miBps, context)).toThrow(expect.objectContaining({ code }));
  });
});
