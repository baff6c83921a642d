import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StreamSettingsEvent } from './stream-settings.js';
import { anySettingsEvent } from './testing/stream-events.js';
import { evolved, NOW_MS, streamIdOf, streamWith } from './testing/streams.js';

const STREAM = streamWith({ shardCount: 2, tags: { team: 'sales' } });
const AT_ONCE: readonly StreamSettingsEvent['type'][] = [
  'RecordDistributionChanged',
  'StreamTagsChanged',
  'StreamPolicyChanged',
];

const anyChange = anySettingsEvent(fc.constant(streamIdOf(0)));

describe('a change of a stream’s settings', () => {
  it('begins UPDATING, unless AWS makes it at once', () => {
    fc.assert(
      fc.property(anyChange, (event) => {
        const { status, statusSinceMs } = evolved(STREAM, [event]);
        const expected = AT_ONCE.includes(event.type)
          ? [STREAM.status, STREAM.statusSinceMs]
          : ['UPDATING', event.atMs];
        expect([status, statusSinceMs]).toEqual(expected);
      }),
    );
  });

  it('leaves the shards, the consumers, the name and the incarnation as they are', () => {
    fc.assert(
      fc.property(fc.array(anyChange), (events) => {
        const { id, name, createdAtMs, shards, consumers } = STREAM;
        const changed = evolved(STREAM, events);
        expect(changed).toMatchObject({ id, name, createdAtMs });
        expect([changed.shards, changed.consumers]).toEqual([shards, consumers]);
        expect(changed.shards).toBe(shards);
      }),
    );
  });

  it('is the last one of its kind that counts', () => {
    fc.assert(
      fc.property(fc.array(anyChange), (events) => {
        const stream = evolved(STREAM, events);
        const last = <Type extends StreamSettingsEvent['type']>(type: Type) =>
          events.findLast((event): event is StreamSettingsEvent & { type: Type } => event.type === type);
        expect(stream).toMatchObject({
          retentionHours: last('RetentionPeriodChanged')?.retentionHours ?? 24,
          horizonFloorMs: last('RetentionPeriodChanged')?.horizonFloorMs ?? 0,
          mode: last('StreamModeChanged')?.mode ?? 'PROVISIONED',
          maxRecordSizeKiB: last('MaxRecordSizeChanged')?.maxRecordSizeKiB ?? 1024,
          recordDistribution: last('RecordDistributionChanged')?.recordDistribution ?? 'USER_PARTITION_KEY',
          shardLevelMetrics: last('ShardLevelMetricsChanged')?.metrics ?? [],
        });
        expect(stream.tags).toEqual(last('StreamTagsChanged')?.tags ?? STREAM.tags);
        expect(stream.policy).toBe(last('StreamPolicyChanged')?.policy);
      }),
    );
  });

  it('of encryption leaves exactly the present data key unretired, and none where there is none', () => {
    fc.assert(
      fc.property(fc.array(anyChange), (events) => {
        const { encryption, dataKeys } = evolved(STREAM, events);
        const unretired = dataKeys.filter(({ retiredAtMs }) => retiredAtMs === undefined);
        expect(unretired.map(({ number }) => number)).toEqual(encryption ? [encryption.dataKeyNumber] : []);
      }),
    );
  });

  it('is rationed by kind: each start and stop of encryption and each change of the mode is remembered', () => {
    const streamId = STREAM.id;
    const dataKey = { number: 1, keyId: 'alias/a', wrapped: '' };
    const { rationedChanges } = evolved(STREAM, [
      { type: 'EncryptionStarted', streamId, dataKey, atMs: NOW_MS },
      { type: 'EncryptionStopped', streamId, atMs: NOW_MS + 1 },
      { type: 'StreamModeChanged', streamId, mode: 'ON_DEMAND', atMs: NOW_MS + 2 },
      { type: 'MaxRecordSizeChanged', streamId, maxRecordSizeKiB: 2048, atMs: NOW_MS + 3 },
    ]);
    expect(rationedChanges).toEqual([
      { change: 'encryption-start', atMs: NOW_MS },
      { change: 'encryption-stop', atMs: NOW_MS + 1 },
      { change: 'mode', atMs: NOW_MS + 2 },
    ]);
  });
});
