import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { describeAccountSettings } from './describe-account-settings.js';
import { registerStreamConsumer } from './register-stream-consumer.js';
import { updateAccountSettings } from './update-account-settings.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const update = (Status: 'ENABLED' | 'DISABLED') =>
  updateAccountSettings({ MinimumThroughputBillingCommitment: { Status } }, gateway.context);

describe('UpdateAccountSettings', () => {
  it('answers the commitment as it has become', async () => {
    const enabled = {
      Status: 'ENABLED',
      StartedAt: gateway.nowMs,
      EarliestAllowedEndAt: gateway.nowMs + 24 * 3_600_000,
    };
    const answer = await update('ENABLED');
    expect(answer.MinimumThroughputBillingCommitment).toEqual(enabled);
    expect(describeAccountSettings({}, gateway.context)).toEqual(answer);
    expect((await update('DISABLED')).MinimumThroughputBillingCommitment).toEqual({
      ...enabled,
      Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END',
    });
  });

  it('lets streams have fifty consumers in place of twenty, until the commitment has ended', async () => {
    const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
    const register = (name: number) =>
      refusalOf(() => registerStreamConsumer({ StreamARN, ConsumerName: `c${name}` }, gateway.context));
    for (let i = 0; i < 20; i += 1) await register(i);
    expect(await register(20)).toMatch(/^LimitExceededException: .* Limit: 20\./);
    await update('ENABLED');
    await update('DISABLED');
    expect(await register(20)).toBe('succeeded');
    gateway.nowMs += 24 * 3_600_000;
    expect(await register(21)).toMatch(/^LimitExceededException: .* Limit: 20\./);
  });

  it('says that nothing was changed where the storage is away', async () => {
    gateway.controlLog.cutOff();
    expect(await refusalOf(() => update('ENABLED'))).toMatch(/^InternalFailure: .* nothing was changed/);
  });
});
