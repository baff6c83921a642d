import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { refusalWhileUpdating, UPDATING } from '../testing/updating-stream.js';
import { updateAccountSettings } from './update-account-settings.js';
import { updateStreamWarmThroughput } from './update-stream-warm-throughput.js';

const ENABLED = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } } as const;
const ON_DEMAND = { mode: 'ON_DEMAND' } as const;
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', ON_DEMAND);
});
afterEach(() => gateway.close());

const update = (WarmThroughputMiBps: number, context = gateway.context) =>
  updateStreamWarmThroughput({ StreamName: 'orders', WarmThroughputMiBps }, context);

describe('UpdateStreamWarmThroughput', () => {
  it('says where the stream is and what it scales towards', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 1_000 });
    await slow.createActiveStream('orders', ON_DEMAND);
    await updateAccountSettings(ENABLED, slow.context);
    expect(await update(100, slow.context)).toEqual({
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      StreamName: 'orders',
      WarmThroughput: { TargetMiBps: 100, CurrentMiBps: 4 },
    });
    await slow.advance(1_000);
    expect((await update(50, slow.context)).WarmThroughput).toEqual({ TargetMiBps: 50, CurrentMiBps: 100 });
    await slow.close();
  });

  it('refuses where the account does not commit to a minimum of throughput, and too much', async () => {
    expect(await refusalOf(() => update(1))).toBe(
      'InvalidArgumentException: WarmThroughputMiBps 1 is supported only for accounts with ' +
        'MinimumThroughputBillingCommitment. Enable it by UpdateAccountSettings.',
    );
    await updateAccountSettings(ENABLED, gateway.context);
    expect(await refusalOf(() => update(10_241))).toBe(
      'LimitExceededException: WarmThroughputMiBps 10241 is too much. Limit: 10240.',
    );
  });

  it('refuses a stream in mode PROVISIONED', async () => {
    await gateway.createStream('returns');
    const input = { StreamName: 'returns', WarmThroughputMiBps: 1 };
    expect(await refusalOf(() => updateStreamWarmThroughput(input, gateway.context))).toBe(
      'InvalidArgumentException: WarmThroughputMiBps 1 is supported only for streams in mode ON_DEMAND.',
    );
  });

  it('is refused while the stream is UPDATING', async () => {
    expect(await refusalWhileUpdating((context) => update(1, context), ON_DEMAND)).toBe(UPDATING);
  });
});
