import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { storedRecords } from '../testing/stored-records.js';
import { refusalWhileUpdating, UPDATING } from '../testing/updating-stream.js';
import { decreaseStreamRetentionPeriod } from './decrease-stream-retention-period.js';
import { getRecords } from './get-records.js';
import { getShardIterator } from './get-shard-iterator.js';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.js';
import { putRecord } from './put-record.js';

const HOUR_MS = 3_600_000;
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const decrease = (RetentionPeriodHours: number, context = gateway.context) =>
  decreaseStreamRetentionPeriod({ StreamName: 'orders', RetentionPeriodHours }, context);
const increase = (RetentionPeriodHours: number) =>
  increaseStreamRetentionPeriod({ StreamName: 'orders', RetentionPeriodHours }, gateway.context);

describe('DecreaseStreamRetentionPeriod', () => {
  it('hides older records at once, also from iterators that were there before, and for ever', async () => {
    await increase(168);
    const put = (text: string) =>
      putRecord({ StreamName: 'orders', PartitionKey: 'a', Data: Buffer.from(text) }, gateway.context);
    await put('old');
    gateway.nowMs += 30 * HOUR_MS;
    await put('new');
    const start = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator = '' } = await getShardIterator(start, gateway.context);
    await decrease(24);
    const texts = (records: readonly { Data: string | Uint8Array }[]) =>
      records.map(({ Data }) => Buffer.from(Data).toString());
    expect(texts((await getRecords({ ShardIterator }, gateway.context)).records())).toEqual(['new']);
    await increase(168);
    expect(texts(await storedRecords({ streamName: 'orders' }, gateway.context))).toEqual(['new']);
  });

  it('takes the present period', async () => {
    expect(await refusalOf(() => decrease(24))).toBe('succeeded');
  });

  it.each([
    [
      25,
      'Requested retention period (25 hours) for stream orders can not be longer than existing retention period ' +
        '(24 hours). Use IncreaseRetentionPeriod API.',
    ],
    [23, 'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.'],
  ])('refuses %d hours', async (hours, sentence) => {
    expect(await refusalOf(() => decrease(hours))).toBe(`InvalidArgumentException: ${sentence}`);
  });

  it('is refused while the stream is UPDATING', async () => {
    expect(await refusalWhileUpdating((context) => decrease(24, context))).toBe(UPDATING);
  });
});
