import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalWhileUpdating, statusesAfter, UPDATING } from '../testing/updating-stream.js';
import { describeStream } from './describe-stream.js';
import { enableEnhancedMonitoring } from './enable-enhanced-monitoring.js';

type Named = Parameters<typeof enableEnhancedMonitoring>[0]['ShardLevelMetrics'];
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const enable = (ShardLevelMetrics: Named, context = gateway.context) =>
  enableEnhancedMonitoring({ StreamName: 'orders', ShardLevelMetrics }, context);

describe('EnableEnhancedMonitoring', () => {
  it('says which metrics were on, and which are', async () => {
    const answer = {
      StreamName: 'orders',
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
    };
    expect(await enable(['OutgoingRecords'])).toEqual({
      ...answer,
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: ['OutgoingRecords'],
    });
    expect(await enable(['OutgoingRecords', 'IncomingBytes'])).toEqual({
      ...answer,
      CurrentShardLevelMetrics: ['OutgoingRecords'],
      DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingRecords'],
    });
  });

  it('takes ALL for all seven, in AWS’s order', async () => {
    const { DesiredShardLevelMetrics } = await enable(['ALL']);
    expect(DesiredShardLevelMetrics).toEqual([
      'IncomingBytes',
      'OutgoingRecords',
      'IteratorAgeMilliseconds',
      'IncomingRecords',
      'ReadProvisionedThroughputExceeded',
      'WriteProvisionedThroughputExceeded',
      'OutgoingBytes',
    ]);
    const { StreamDescription } = describeStream({ StreamName: 'orders' }, gateway.context);
    expect(StreamDescription.EnhancedMonitoring).toEqual([{ ShardLevelMetrics: DesiredShardLevelMetrics }]);
  });

  it('takes a time of UPDATING', async () => {
    const call = (context = gateway.context) => enable(['ALL'], context);
    expect(await statusesAfter(call)).toEqual(['UPDATING', 'UPDATING', 'ACTIVE']);
    expect(await refusalWhileUpdating(call)).toBe(UPDATING);
  });
});
