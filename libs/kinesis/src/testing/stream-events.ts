import fc from 'fast-check';
import type { AccountEvent } from '../account.js';
import type { StreamConsumerEvent } from '../stream-consumer.js';
import type { StreamId } from '../stream-id.js';
import { SHARD_LEVEL_METRICS, type StreamSettingsEvent } from '../stream-settings.js';
import { NOW_MS } from './streams.js';

const atMs = fc.integer({ min: NOW_MS, max: NOW_MS + 200_000 });
const tags = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('', 'x'));
const policy = fc.option(fc.constantFrom('{}', '{"a":1}'), { nil: undefined });

/** Any change of the settings of one of these streams, also such as no decision would ever give. */
export function anySettingsEvent(streamId: fc.Arbitrary<StreamId>): fc.Arbitrary<StreamSettingsEvent> {
  const of = <Type extends StreamSettingsEvent['type'], Members>(
    type: Type,
    members: fc.Arbitrary<Members>,
  ) =>
    fc
      .record({ streamId, atMs, members })
      .map(({ members: own, ...happening }) => ({ type, ...happening, ...own }));
  const dataKey = fc.record({
    number: fc.integer({ min: 1, max: 9 }),
    keyId: fc.constant('alias/a'),
    wrapped: fc.base64String(),
  });
  return fc.oneof(
    of(
      'RetentionPeriodChanged',
      fc.record({ retentionHours: fc.integer({ min: 24, max: 8760 }), horizonFloorMs: atMs }),
    ),
    of(
      'StreamModeChanged',
      fc.record({ mode: fc.constantFrom('PROVISIONED' as const, 'ON_DEMAND' as const) }),
    ),
    of('WarmThroughputChanged', fc.record({ warmThroughputMiBps: fc.nat(100) })),
    of('MaxRecordSizeChanged', fc.record({ maxRecordSizeKiB: fc.integer({ min: 1024, max: 10_240 }) })),
    of(
      'RecordDistributionChanged',
      fc.record({ recordDistribution: fc.constantFrom('AUTO' as const, 'USER_PARTITION_KEY' as const) }),
    ),
    of('ShardLevelMetricsChanged', fc.record({ metrics: fc.subarray([...SHARD_LEVEL_METRICS]) })),
    of('EncryptionStarted', fc.record({ dataKey })),
    of('EncryptionStopped', fc.constant({})),
    of('StreamTagsChanged', fc.record({ tags })),
    of(
      'StreamPolicyChanged',
      policy.map((text) => (text === undefined ? {} : { policy: text })),
    ),
  );
}

/** Anything that befalls one of three consumers of these streams. */
export function anyConsumerEvent(streamId: fc.Arbitrary<StreamId>): fc.Arbitrary<StreamConsumerEvent> {
  const happening = fc.record({ streamId, atMs, consumerName: fc.constantFrom('a', 'b', 'c') });
  return fc.oneof(
    fc
      .record({
        type: fc.constantFrom('ConsumerRegistered' as const, 'ConsumerTagsChanged' as const),
        happening,
        tags,
      })
      .map(({ type, happening: rest, tags: own }) => ({ type, ...rest, tags: own })),
    fc
      .record({
        type: fc.constantFrom(
          'ConsumerActivated' as const,
          'ConsumerDeregistrationStarted' as const,
          'ConsumerDeregistered' as const,
        ),
        happening,
      })
      .map(({ type, happening: rest }) => ({ type, ...rest })),
    fc.record({ happening, policy }).map(({ happening: rest, policy: text }) => ({
      type: 'ConsumerPolicyChanged' as const,
      ...rest,
      ...(text === undefined ? {} : { policy: text }),
    })),
  );
}

/** Any change of what belongs to the account itself. */
export const anyAccountSettingsEvent: fc.Arbitrary<AccountEvent> = fc
  .record({ status: fc.constantFrom('ENABLED' as const, 'DISABLED' as const), atMs })
  .map(({ status, atMs: when }) => ({
    type: 'AccountSettingsChanged',
    settings: { throughputCommitment: { status, startedAtMs: when } },
    atMs: when,
  }));
