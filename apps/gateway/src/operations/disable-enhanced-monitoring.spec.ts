import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalWhileUpdating, UPDATING } from '../testing/updating-stream.js';
import { disableEnhancedMonitoring } from './disable-enhanced-monitoring.js';
import { enableEnhancedMonitoring } from './enable-enhanced-monitoring.js';

type Named = Parameters<typeof disableEnhancedMonitoring>[0]['ShardLevelMetrics'];
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const disable = (ShardLevelMetrics: Named, context = gateway.context) =>
  disableEnhancedMonitoring({ StreamName: 'orders', ShardLevelMetrics }, context);

describe('DisableEnhancedMonitoring', () => {
  it('says which metrics were on, and which are left', async () => {
    const ShardLevelMetrics = ['IncomingBytes', 'OutgoingBytes'] as const;
    await enableEnhancedMonitoring({ StreamName: 'orders', ShardLevelMetrics }, gateway.context);
    expect(await disable(['OutgoingBytes', 'IncomingRecords'])).toEqual({
      StreamName: 'orders',
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      CurrentShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
      DesiredShardLevelMetrics: ['IncomingBytes'],
    });
    expect(await disable(['ALL'])).toMatchObject({ DesiredShardLevelMetrics: [] });
  });

  it('is refused while the stream is UPDATING', async () => {
    expect(await refusalWhileUpdating((context) => disable(['ALL'], context))).toBe(UPDATING);
  });
});
