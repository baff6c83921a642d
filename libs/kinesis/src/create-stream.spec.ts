import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolveAccount, NO_STREAMS, streamNamed, type Account } from './account.js';
import { decideActivation, decideCreateStream, type CreateStream } from './create-stream.js';
import { decideDeleteStream, decideDeletionFinished } from './delete-stream.js';
import { tilesHashSpace } from './hash-key-range.js';
import { startingSequenceNumber } from './sequence-number.js';
import { openShards, type StreamName } from './stream.js';
import { accountWith, COMMITTED, NOW_MS, SCOPE, streamIdOf } from './testing/streams.js';

const CONTEXT = { nowMs: NOW_MS, streamId: streamIdOf(9), shardQuota: 100, scope: SCOPE };

function create(
  account: Account,
  command: Partial<CreateStream>,
  context: Partial<typeof CONTEXT> = {},
): Account {
  const named = { name: 'clicks' as StreamName, ...command };
  return evolveAccount(account, decideCreateStream(account, named, { ...CONTEXT, ...context }));
}

const created = (command: Partial<CreateStream>) => streamNamed(create(COMMITTED, command), 'clicks');

describe('a new stream', () => {
  it('without mode and shard count is on demand, with four shards and the service’s defaults', () => {
    const stream = created({});
    expect(stream).toMatchObject({
      id: streamIdOf(9),
      name: 'clicks',
      status: 'CREATING',
      createdAtMs: NOW_MS,
      statusSinceMs: NOW_MS,
      mode: 'ON_DEMAND',
      retentionHours: 24,
      maxRecordSizeKiB: 1024,
      recordDistribution: 'USER_PARTITION_KEY',
      tags: {},
    });
    expect(stream?.shards).toHaveLength(4);
    expect(stream).not.toHaveProperty('warmThroughput');
  });

  it.each<[string, Partial<CreateStream>, object]>([
    ['with a shard count only', { shardCount: 2 }, { mode: 'PROVISIONED', shards: { length: 2 } }],
    ['provisioned', { mode: 'PROVISIONED', shardCount: 3 }, { mode: 'PROVISIONED', shards: { length: 3 } }],
    ['on demand', { mode: 'ON_DEMAND' }, { mode: 'ON_DEMAND', shards: { length: 4 } }],
    [
      'with warm throughput, towards which it begins from 4 MiB/s',
      { warmThroughputMiBps: 100 },
      { warmThroughput: { targetMiBps: 100, currentMiBps: 4 } },
    ],
    ['that spreads its records', { recordDistribution: 'AUTO' }, { recordDistribution: 'AUTO' }],
    [
      'that says its default',
      { shardCount: 1, recordDistribution: 'USER_PARTITION_KEY' },
      { mode: 'PROVISIONED' },
    ],
    ['for large records', { maxRecordSizeKiB: 10_240 }, { maxRecordSizeKiB: 10_240 }],
    ['with tags', { tags: { team: 'a b' } }, { tags: { team: 'a b' } }],
  ])('%s is what was asked for', (_, command, expected) => {
    expect(created(command)).toMatchObject(expected);
  });

  it.each<[string, Partial<CreateStream>, string]>([
    [
      'provisioned, without a shard count',
      { mode: 'PROVISIONED' },
      'ShardCount must be specified for a stream in mode PROVISIONED.',
    ],
    [
      'on demand, with a shard count',
      { mode: 'ON_DEMAND', shardCount: 2 },
      'ShardCount 2 cannot be specified for a stream in mode ON_DEMAND.',
    ],
    [
      'provisioned, with warm throughput',
      { shardCount: 1, warmThroughputMiBps: 0 },
      'WarmThroughputMiBps 0 is supported only for streams in mode ON_DEMAND.',
    ],
    [
      'provisioned, spreading its records',
      { shardCount: 1, recordDistribution: 'AUTO' },
      'RecordDistributionStrategy AUTO is supported only for streams in mode ON_DEMAND.',
    ],
    [
      'with a reserved tag',
      { tags: { 'aws:x': '' } },
      'Tag keys beginning with aws: are reserved. Specified was aws:x',
    ],
  ])('is refused: %s', (_, command, message) => {
    expect(() => created(command)).toThrow(
      expect.objectContaining({ code: 'InvalidArgumentException', message }),
    );
  });

  it('is refused when its name is used, whatever the status of that stream', () => {
    const creating = create(NO_STREAMS, {});
    const active = evolveAccount(creating, decideActivation(creating, streamIdOf(9), NOW_MS));
    const deleting = evolveAccount(active, decideDeleteStream(active, { streamId: streamIdOf(9) }, CONTEXT));
    for (const account of [creating, active, deleting]) {
      expect(() => create(account, {}, { streamId: streamIdOf(10) })).toThrow(
        expect.objectContaining({
          code: 'ResourceInUseException',
          message: 'Stream clicks under account 123456789012 already exists.',
        }),
      );
    }
  });

  it('may take the last shards of the quota, and not one more', () => {
    const account = accountWith({ shardCount: 90 }, { shardCount: 5 });
    expect(streamNamed(create(account, { shardCount: 5 }), 'clicks')?.shards).toHaveLength(5);
    expect(() => create(account, { shardCount: 6 })).toThrow(
      expect.objectContaining({
        code: 'LimitExceededException',
        message:
          'This request would exceed the shard limit for the account 123456789012 in eu-north-1. Current shard ' +
          'count for the account: 95. Limit: 100. Number of additional shards that would have resulted from this ' +
          'request: 6. Refer to SHARDWELL_SHARD_QUOTA to raise the limit.',
      }),
    );
  });

  it('may be the fiftieth on demand, and a provisioned one after it', () => {
    const account = accountWith(...Array.from({ length: 50 }, () => ({})));
    const quota = { shardQuota: 1_000 };
    expect(() => create(account, {}, quota)).toThrow(
      expect.objectContaining({
        code: 'LimitExceededException',
        message: expect.stringContaining('Limit: 50.'),
      }),
    );
    expect(streamNamed(create(account, { shardCount: 1 }, quota), 'clicks')).toBeDefined();
  });

  it('may be the fifth that is CREATING at once, not the sixth', () => {
    let account = accountWith({ shardCount: 1 });
    const next = (i: number) =>
      create(account, { name: `new-${i}` as StreamName, shardCount: 1 }, { streamId: streamIdOf(i + 1) });
    for (let i = 0; i < 5; i += 1) account = next(i);
    expect(() => next(5)).toThrow(
      expect.objectContaining({
        code: 'LimitExceededException',
        message:
          '5 streams of the account 123456789012 in eu-north-1 are CREATING. Limit: 5. Try again when one of them ' +
          'is ACTIVE.',
      }),
    );
    account = evolveAccount(account, decideActivation(account, streamIdOf(1), NOW_MS));
    expect(streamNamed(next(5), 'new-5')).toBeDefined();
  });

  it.each([
    [NO_STREAMS, 1, 'InvalidArgumentException', 'accounts with MinimumThroughputBillingCommitment'],
    [COMMITTED, 10_241, 'LimitExceededException', 'WarmThroughputMiBps 10241 is too much. Limit: 10240.'],
  ])('is refused with warm throughput that the account may not have', (account, miBps, code, sentence) => {
    expect(() => create(account, { warmThroughputMiBps: miBps })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(sentence) }),
    );
  });

  it('has shards that tile the hash space, whatever was asked for', () => {
    const anyCommand: fc.Arbitrary<Partial<CreateStream>> = fc.oneof(
      fc.record({ shardCount: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ warmThroughputMiBps: fc.nat(10_240) }),
    );
    fc.assert(
      fc.property(anyCommand, (command) => {
        const stream = streamNamed(create(COMMITTED, command, { shardQuota: 500 }), 'clicks');
        const open = stream ? openShards(stream) : [];
        expect(tilesHashSpace(open.map((shard) => shard.range))).toBe(true);
        expect(open.map((shard) => shard.number)).toEqual(open.map((_, number) => number));
      }),
    );
  });
});

describe('a stream that takes the name of a deleted one', () => {
  const streamId = streamIdOf(9);

  function recreated(account: Account, nowMs: number): Account {
    let next = evolveAccount(account, decideDeleteStream(account, { streamId }, { nowMs, scope: SCOPE }));
    next = evolveAccount(next, decideDeletionFinished(next, streamId, nowMs));
    return create(next, { shardCount: 2 }, { nowMs });
  }

  it('has greater sequence numbers than that one, also in the same second, any number of times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 20 }),
        (pausesMs) => {
          let account = create(NO_STREAMS, { shardCount: 2 });
          let nowMs = NOW_MS;
          const seconds = [streamNamed(account, 'clicks')?.shards[0]?.createdAtSecond ?? 0];
          for (const pauseMs of pausesMs) {
            nowMs += pauseMs;
            account = recreated(account, nowMs);
            seconds.push(streamNamed(account, 'clicks')?.shards[0]?.createdAtSecond ?? 0);
          }
          const numbers = seconds.map((shardCreatedAtSecond) =>
            startingSequenceNumber({ shardCreatedAtSecond, shardNumber: 0 }),
          );
          expect(numbers).toEqual([...new Set(numbers)].toSorted());
        },
      ),
    );
  });

  it('says its own time of creation, which is never in the future', () => {
    const account = recreated(create(NO_STREAMS, { shardCount: 2 }), NOW_MS + 1);
    expect(streamNamed(account, 'clicks')?.createdAtMs).toBe(NOW_MS + 1);
  });
});

describe('activation', () => {
  it('ends CREATING, once', () => {
    const creating = create(NO_STREAMS, {});
    const events = decideActivation(creating, streamIdOf(9), NOW_MS + 5);
    const active = evolveAccount(creating, events);
    expect(streamNamed(active, 'clicks')).toMatchObject({ status: 'ACTIVE', statusSinceMs: NOW_MS + 5 });
    expect(decideActivation(active, streamIdOf(9), NOW_MS)).toEqual([]);
  });

  it('does not happen to a stream that is being deleted, or is not there', () => {
    const creating = create(NO_STREAMS, {});
    const deleting = evolveAccount(
      creating,
      decideDeleteStream(creating, { streamId: streamIdOf(9) }, CONTEXT),
    );
    expect(decideActivation(deleting, streamIdOf(9), NOW_MS)).toEqual([]);
    expect(decideActivation(NO_STREAMS, streamIdOf(9), NOW_MS)).toEqual([]);
  });
});
