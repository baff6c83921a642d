import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { refusalWhileUpdating, statusesAfter, UPDATING } from '../testing/updating-stream.js';
import { updateAccountSettings } from './update-account-settings.js';
import { updateStreamMode } from './update-stream-mode.js';

const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const update = (StreamMode: 'PROVISIONED' | 'ON_DEMAND', context = gateway.context) =>
  updateStreamMode({ StreamARN, StreamModeDetails: { StreamMode } }, context);
const orders = () => gateway.context.catalogue.stream({ streamName: 'orders' });

describe('UpdateStreamMode', () => {
  it('changes the mode and keeps the shards, twice in 24 hours', async () => {
    const { shards } = orders();
    await update('ON_DEMAND');
    expect(orders()).toMatchObject({ mode: 'ON_DEMAND', shards });
    await update('PROVISIONED');
    expect(orders()).toMatchObject({ mode: 'PROVISIONED', shards });
    expect(await refusalOf(() => update('ON_DEMAND'))).toMatch(
      /^LimitExceededException: Stream orders under account 000000000000 has had 2 changes of its mode .* Limit: 2\./,
    );
    gateway.nowMs += 24 * 3_600_000;
    expect(await refusalOf(() => update('ON_DEMAND'))).toBe('succeeded');
  });

  it('takes warm throughput with the mode ON_DEMAND', async () => {
    const MinimumThroughputBillingCommitment = { Status: 'ENABLED' } as const;
    await updateAccountSettings({ MinimumThroughputBillingCommitment }, gateway.context);
    const StreamModeDetails = { StreamMode: 'ON_DEMAND' } as const;
    await updateStreamMode({ StreamARN, StreamModeDetails, WarmThroughputMiBps: 8 }, gateway.context);
    expect(orders().warmThroughput).toEqual({ targetMiBps: 8, currentMiBps: 8 });
  });

  it('takes a time of UPDATING', async () => {
    const call = (context = gateway.context) => update('ON_DEMAND', context);
    expect(await statusesAfter(call)).toEqual(['UPDATING', 'UPDATING', 'ACTIVE']);
    expect(await refusalWhileUpdating(call)).toBe(UPDATING);
  });

  it('refuses a stream that is not there', async () => {
    const missing = { StreamARN: `${StreamARN}-2`, StreamModeDetails: { StreamMode: 'ON_DEMAND' } } as const;
    expect(await refusalOf(() => updateStreamMode(missing, gateway.context))).toBe(
      'ResourceNotFoundException: Stream orders-2 under account 000000000000 not found.',
    );
  });
});
