import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { refusalWhileUpdating, statusesAfter, UPDATING } from '../testing/updating-stream.js';
import { putRecords } from './put-records.js';
import { updateStreamRecordDistributionStrategy } from './update-stream-record-distribution-strategy.js';

const ON_DEMAND = { mode: 'ON_DEMAND' } as const;
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', ON_DEMAND);
});
afterEach(() => gateway.close());

const update = (RecordDistributionStrategy: 'AUTO' | 'USER_PARTITION_KEY', context = gateway.context) =>
  updateStreamRecordDistributionStrategy({ StreamARN, RecordDistributionStrategy }, context);

/** How many shards four records of one key come to. */
async function shardsOfOneKey(): Promise<number> {
  const Records = Array.from({ length: 4 }, () => ({ Data: Buffer.from(''), PartitionKey: 'a' }));
  const answer = await putRecords({ StreamName: 'orders', Records }, gateway.context);
  return new Set(answer.entries().map(({ ShardId }) => ShardId)).size;
}

describe('UpdateStreamRecordDistributionStrategy', () => {
  it('spreads records whatever their keys, and goes back to them, from one record to the next', async () => {
    expect(await shardsOfOneKey()).toBe(1);
    await update('AUTO');
    expect(await shardsOfOneKey()).toBe(4);
    await update('USER_PARTITION_KEY');
    expect(await shardsOfOneKey()).toBe(1);
  });

  it('takes no time', async () => {
    const call = (context = gateway.context) => update('AUTO', context);
    expect(await statusesAfter(call, ON_DEMAND)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(await refusalWhileUpdating(call, ON_DEMAND)).toBe(UPDATING);
  });

  it('refuses AUTO for a stream in mode PROVISIONED', async () => {
    await gateway.createStream('returns');
    const input = { StreamARN: StreamARN.replace('orders', 'returns') };
    const set = (RecordDistributionStrategy: 'AUTO' | 'USER_PARTITION_KEY') =>
      refusalOf(() =>
        updateStreamRecordDistributionStrategy({ ...input, RecordDistributionStrategy }, gateway.context),
      );
    expect(await set('AUTO')).toBe(
      'InvalidArgumentException: RecordDistributionStrategy AUTO is supported only for streams in mode ON_DEMAND.',
    );
    expect(await set('USER_PARTITION_KEY')).toBe('succeeded');
  });
});
