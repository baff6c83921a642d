import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { createStream } from './create-stream.js';
import { updateAccountSettings } from './update-account-settings.js';

let gateway: MemoryGateway;
const opened: MemoryGateway[] = [];

async function open(options?: Parameters<typeof MemoryGateway.open>[0]): Promise<MemoryGateway> {
  gateway = await MemoryGateway.open(options);
  opened.push(gateway);
  return gateway;
}

afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

const created = (streamName: string) => gateway.context.catalogue.stream({ streamName });

describe('CreateStream', () => {
  it('makes an ON_DEMAND stream of four shards where neither a mode nor a count is given', async () => {
    const { context } = await open();
    await createStream({ StreamName: 'orders' }, context);
    expect(created('orders')).toMatchObject({ mode: 'ON_DEMAND', status: 'ACTIVE', retentionHours: 24 });
    expect(created('orders').shards).toHaveLength(4);
  });

  it('takes every member', async () => {
    const { context } = await open();
    const input = {
      StreamName: 'orders',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      Tags: { team: 'sales' },
      WarmThroughputMiBps: 10,
      MaxRecordSizeInKiB: 2048,
      RecordDistributionStrategy: 'AUTO',
    } as const;
    const MinimumThroughputBillingCommitment = { Status: 'ENABLED' } as const;
    await updateAccountSettings({ MinimumThroughputBillingCommitment }, context);
    await createStream(input, context);
    await createStream({ StreamName: 'returns', ShardCount: 3 }, context);
    expect(created('orders')).toMatchObject({
      mode: 'ON_DEMAND',
      tags: { team: 'sales' },
      warmThroughput: { targetMiBps: 10, currentMiBps: 10 },
      maxRecordSizeKiB: 2048,
      recordDistribution: 'AUTO',
    });
    expect(created('returns')).toMatchObject({ mode: 'PROVISIONED', maxRecordSizeKiB: 1024 });
    expect(created('returns').shards).toHaveLength(3);
  });

  it('leaves the stream CREATING where that takes time', async () => {
    const { context } = await open({ transitionMs: 60_000 });
    await createStream({ StreamName: 'orders' }, context);
    expect(created('orders').status).toBe('CREATING');
  });

  it('refuses a name that is used', async () => {
    const { context } = await open();
    await createStream({ StreamName: 'orders' }, context);
    expect(await refusalOf(() => createStream({ StreamName: 'orders', ShardCount: 1 }, context))).toBe(
      'ResourceInUseException: Stream orders under account 000000000000 already exists.',
    );
  });

  it('refuses more shards than the account may have, naming all numbers', async () => {
    const { context } = await open({ shardQuota: 5 });
    await createStream({ StreamName: 'orders', ShardCount: 3 }, context);
    expect(await refusalOf(() => createStream({ StreamName: 'returns', ShardCount: 3 }, context))).toMatch(
      /^LimitExceededException: .*Current shard count for the account: 3\. Limit: 5\..* this request: 3\./,
    );
  });

  it('says that nothing was changed where the storage refuses', async () => {
    const { context, controlLog } = await open();
    controlLog.refuseNextAppend();
    expect(await refusalOf(() => createStream({ StreamName: 'orders' }, context))).toBe(
      'InternalFailure: The storage cannot be reached now, nothing was changed. Try again.',
    );
    expect(context.catalogue.account().streams.size).toBe(0);
  });
});
