import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { storedRecords } from '../testing/stored-records.js';
import { refusalWhileUpdating, statusesAfter, UPDATING } from '../testing/updating-stream.js';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.js';
import { putRecord } from './put-record.js';

const HOUR_MS = 3_600_000;
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const increase = (RetentionPeriodHours: number, context = gateway.context) =>
  increaseStreamRetentionPeriod({ StreamName: 'orders', RetentionPeriodHours }, context);

async function storedTexts(): Promise<readonly string[]> {
  const records = await storedRecords({ streamName: 'orders' }, gateway.context);
  return records.map(({ Data }) => Buffer.from(Data).toString());
}

describe('IncreaseStreamRetentionPeriod', () => {
  it('keeps what has not expired for longer, and brings nothing back that has', async () => {
    const put = (text: string) =>
      putRecord({ StreamName: 'orders', PartitionKey: 'a', Data: Buffer.from(text) }, gateway.context);
    await put('expired');
    gateway.nowMs += 12 * HOUR_MS;
    await put('kept');
    gateway.nowMs += 13 * HOUR_MS;
    await increase(48);
    expect(await storedTexts()).toEqual(['kept']);
    gateway.nowMs += 34 * HOUR_MS;
    expect(await storedTexts()).toEqual(['kept']);
    gateway.nowMs += 2 * HOUR_MS;
    expect(await storedTexts()).toEqual([]);
  });

  it('takes the present period, and the stream stays ACTIVE', async () => {
    expect(await statusesAfter((context) => increase(24, context))).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });

  it('takes a time of UPDATING', async () => {
    expect(await statusesAfter((context) => increase(25, context))).toEqual([
      'UPDATING',
      'UPDATING',
      'ACTIVE',
    ]);
    expect(await refusalWhileUpdating((context) => increase(25, context))).toBe(UPDATING);
  });

  it('refuses a shorter period with AWS’s sentence', async () => {
    await increase(25);
    expect(await refusalOf(() => increase(24))).toBe(
      'InvalidArgumentException: Requested retention period (24 hours) for stream orders can not be shorter than ' +
        'existing retention period (25 hours). Use DecreaseRetentionPeriod API.',
    );
  });

  it('says that nothing was changed where the storage is away', async () => {
    gateway.controlLog.cutOff();
    expect(await refusalOf(() => increase(25))).toMatch(/^InternalFailure: .* nothing was changed/);
  });
});
