import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideCreateStream,
  evolveAccount,
  NO_STREAMS,
  type Account,
  type AccountEvent,
  type Stream,
  type StreamId,
} from '#lib/kinesis';
import { readAccount, writeAccount } from './account-snapshot.js';
import { CatalogueStage, named, SCOPE, START_MS } from './testing/catalogue-stage.js';

const SOME_STREAM = '00000000000000000000-abc' as StreamId;

/** What may have befallen a stream, in this order. */
function happenings(streamId: StreamId): readonly AccountEvent[] {
  const atMs = START_MS;
  const consumerName = 'billing';
  const dataKey = { number: 1, keyId: 'alias/aws/kinesis', wrapped: 'AAAA' };
  return [
    { type: 'StreamActivated', streamId, atMs },
    { type: 'EncryptionStarted', streamId, dataKey, atMs },
    { type: 'ConsumerRegistered', streamId, consumerName, tags: { team: 'a' }, atMs },
    { type: 'ConsumerPolicyChanged', streamId, consumerName, policy: '{}', atMs },
    { type: 'ShardLevelMetricsChanged', streamId, metrics: ['IncomingBytes'], atMs },
    { type: 'StreamModeChanged', streamId, mode: 'ON_DEMAND', warmThroughputMiBps: 9, atMs },
    { type: 'RetentionPeriodChanged', streamId, retentionHours: 48, horizonFloorMs: atMs, atMs },
    { type: 'EncryptionStopped', streamId, atMs },
    { type: 'StreamPolicyChanged', streamId, policy: '{}', atMs },
    { type: 'AccountSettingsChanged', settings: { throughputCommitment: { status: 'ENABLED' } }, atMs },
  ];
}

/** Accounts of a few streams; one was deleted, and of one a shard was closed. */
const anyAccount: fc.Arbitrary<Account> = fc
  .array(
    fc.record({
      shardCount: fc.integer({ min: 1, max: 40 }),
      tags: fc.dictionary(fc.string(), fc.string()),
      past: fc.nat(happenings(SOME_STREAM).length),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((commands) => {
    const stage = new CatalogueStage();
    let account = NO_STREAMS;
    commands.forEach(({ shardCount, tags, past }, i) => {
      const context = { nowMs: START_MS, streamId: stage.newStreamId(), shardQuota: 1_000, scope: SCOPE };
      const [created] = decideCreateStream(NO_STREAMS, { name: named(`s${i}`), shardCount }, context);
      if (created?.type === 'StreamCreated')
        account = evolveAccount(account, [
          { ...created, tags },
          ...happenings(created.streamId).slice(0, past),
        ]);
    });
    const [first, last] = [...account.streams.values()] as [Stream, Stream | undefined];
    const resharded = {
      ...first,
      shards: first.shards.map((shard) => ({ ...shard, parents: [0], closedAtSecond: 5 })),
    };
    account = { ...account, streams: new Map([...account.streams, [first.id, resharded]]) };
    return last
      ? evolveAccount(account, [{ type: 'StreamDeleted', streamId: last.id, atMs: START_MS }])
      : account;
  });

describe('the snapshot of an account', () => {
  it('is read back to the same account, with every hash key exact', () => {
    fc.assert(
      fc.property(anyAccount, (account) => {
        expect(readAccount(writeAccount(account))).toEqual(account);
      }),
    );
  });

  it('is not read when another version of Shardwell wrote it', () => {
    const state = JSON.stringify({ ...(JSON.parse(writeAccount(NO_STREAMS)) as object), format: 1 });
    expect(readAccount(state)).toBeUndefined();
  });
});
