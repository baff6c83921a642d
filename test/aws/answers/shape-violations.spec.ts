import { describe, expect, it } from '@jest/globals';
import { shapeViolations } from './shape-violations.js';

const violations = (shape: string, value: unknown) => shapeViolations(value, { shape, path: 'answer' });

const SUMMARY = {
  StreamName: 'orders',
  StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  StreamStatus: 'ACTIVE',
  RetentionPeriodHours: 24,
  StreamCreationTimestamp: 1_700_000_000.123,
  EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes'] }],
  OpenShardCount: 1,
};

describe('the check of an answer by the service model', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(violations('StreamDescriptionSummary', SUMMARY)).toEqual([]);
    expect(violations('Record', { SequenceNumber: '0', Data: '', PartitionKey: 'a' })).toEqual([]);
    expect(violations('TagMap', { team: 'a' })).toEqual([]);
    // Below the least of the model, as AWS answers it.
    expect(violations('EnhancedMetrics', { ShardLevelMetrics: [] })).toEqual([]);
    expect(violations('PutRecordsOutput', { FailedRecordCount: 0, Records: [] })).toEqual([]);
  });

  it.each<readonly [string, object, string]>([
    ['a member that is null', { KeyId: null }, 'answer.KeyId is null, which AWS never writes'],
    ['a member that is not there', { OpenShardCount: undefined }, 'answer.OpenShardCount is not there'],
    ['a member of another name', { Openshards: 1 }, 'answer.Openshards is unknown to AWS'],
    ['another type', { OpenShardCount: '1' }, 'answer.OpenShardCount is no integer: "1"'],
    ['a fraction', { OpenShardCount: 1.5 }, 'answer.OpenShardCount is no integer: 1.5'],
    [
      'milliseconds',
      { StreamCreationTimestamp: 1_700_000_000_000 },
      'answer.StreamCreationTimestamp is no timestamp: 1700000000000',
    ],
    [
      'another word',
      { StreamStatus: 'READY' },
      'answer.StreamStatus is none of CREATING, DELETING, ACTIVE, UPDATING: READY',
    ],
    [
      'a number out of range',
      { OpenShardCount: 1e7 },
      'answer.OpenShardCount: 10000000 is not within 0 to 1000000',
    ],
    ['a text that is too short', { StreamName: '' }, 'answer.StreamName: 0 is not within 1 to 128'],
    ['a text of another pattern', { StreamARN: 'arn:aws:s3:::orders' }, 'answer.StreamARN does not match'],
    [
      'any of that further in',
      { EnhancedMonitoring: [{ ShardLevelMetrics: ['Bytes'] }] },
      'answer.EnhancedMonitoring[0].ShardLevelMetrics[0] is none of',
    ],
  ])('finds %s', (_, members, sentence) => {
    // As it went over the wire: what is undefined is not there.
    const sent: unknown = JSON.parse(JSON.stringify({ ...SUMMARY, ...members }));
    const found = violations('StreamDescriptionSummary', sent);
    expect(found[0]).toContain(sentence);
  });

  it('finds data that is no base64, and tags that are too long', () => {
    expect(violations('Record', { SequenceNumber: '0', Data: 'a' })).toEqual(['answer.Data is no blob: "a"']);
    const tag = 't'.repeat(257);
    expect(violations('TagMap', { [tag]: tag })).toEqual([
      `the key ${tag} of answer: 257 is not within 1 to 128`,
      `answer.${tag}: 257 is not within 0 to 256`,
    ]);
  });
});
