import { describe, expect, it } from '@jest/globals';
import { NO_STREAMS } from './account.js';
import { decideStreamMode, type UpdateStreamMode } from './stream-mode.js';
import type { Stream } from './stream.js';
import { accountWith, CONTEXT, evolved, NOW_MS, streamWith, updated } from './testing/streams.js';

const PROVISIONED = streamWith({ shardCount: 3 });
const ON_DEMAND = streamWith({ mode: 'ON_DEMAND' });

const change = (stream: Stream, command: UpdateStreamMode, context = CONTEXT) =>
  updated(stream, decideStreamMode(stream, command, context));

describe('the mode of a stream', () => {
  it.each([
    [PROVISIONED, 'ON_DEMAND'],
    [ON_DEMAND, 'PROVISIONED'],
  ] as const)('changes, and the shards stay', (stream, mode) => {
    const changed = change(stream, { mode });
    expect(changed).toMatchObject({ mode, status: 'ACTIVE' });
    expect(changed.shards).toBe(stream.shards);
    expect(evolved(stream, decideStreamMode(stream, { mode }, CONTEXT)).status).toBe('UPDATING');
  });

  it('changes twice in 24 hours, not a third time', () => {
    const twice = change(change(PROVISIONED, { mode: 'ON_DEMAND' }), { mode: 'PROVISIONED' });
    const aDayLess = { ...CONTEXT, nowMs: NOW_MS + 86_400_000 - 1 };
    expect(() => change(twice, { mode: 'ON_DEMAND' }, aDayLess)).toThrow(
      expect.objectContaining({ code: 'LimitExceededException' }),
    );
    const aDay = { ...CONTEXT, nowMs: NOW_MS + 86_400_000 };
    expect(change(twice, { mode: 'ON_DEMAND' }, aDay).mode).toBe('ON_DEMAND');
  });

  it.each([PROVISIONED, ON_DEMAND])('that it has already changes nothing, and is not counted', (stream) => {
    expect(decideStreamMode(stream, { mode: stream.mode }, CONTEXT)).toEqual([]);
  });

  it('comes with warm throughput on demand, also where it is on demand already, and loses it as provisioned', () => {
    const command = { mode: 'ON_DEMAND', warmThroughputMiBps: 50 } as const;
    const warm = { warmThroughput: { targetMiBps: 50, currentMiBps: 50 } };
    expect(change(PROVISIONED, command)).toMatchObject(warm);
    const stillOnDemand = change(ON_DEMAND, command);
    expect(stillOnDemand).toMatchObject({ ...warm, rationedChanges: [] });
    expect(change(stillOnDemand, { mode: 'PROVISIONED' }).warmThroughput).toBeUndefined();
  });

  it('is refused as the fifty-first on demand of the account', () => {
    const account = accountWith(...Array.from({ length: 50 }, () => ({})));
    expect(() => change(PROVISIONED, { mode: 'ON_DEMAND' }, { ...CONTEXT, account })).toThrow(
      expect.objectContaining({
        code: 'LimitExceededException',
        message: expect.stringContaining('Limit: 50.'),
      }),
    );
  });

  it.each<[string, Stream, UpdateStreamMode, string]>([
    [
      'provisioned with warm throughput',
      ON_DEMAND,
      { mode: 'PROVISIONED', warmThroughputMiBps: 0 },
      'WarmThroughputMiBps 0 is supported only for streams in mode ON_DEMAND.',
    ],
    [
      'provisioned, while the stream distributes its records itself',
      streamWith({ recordDistribution: 'AUTO' }),
      { mode: 'PROVISIONED' },
      'Stream stream-0 has RecordDistributionStrategy AUTO, which is supported only for streams in mode ON_DEMAND. ' +
        'Set it to USER_PARTITION_KEY first.',
    ],
  ])('is refused %s', (_, stream, command, message) => {
    expect(() => change(stream, command)).toThrow(
      expect.objectContaining({ code: 'InvalidArgumentException', message }),
    );
  });

  it('is refused with warm throughput where the account has no commitment', () => {
    const command = { mode: 'ON_DEMAND', warmThroughputMiBps: 1 } as const;
    expect(() => change(PROVISIONED, command, { ...CONTEXT, account: NO_STREAMS })).toThrow(
      'MinimumThroughputBillingCommitment',
    );
  });
});
