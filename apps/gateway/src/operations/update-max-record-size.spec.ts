import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { refusalWhileUpdating, statusesAfter, UPDATING } from '../testing/updating-stream.js';
import { putRecord } from './put-record.js';
import { updateMaxRecordSize } from './update-max-record-size.js';

const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const update = (MaxRecordSizeInKiB: number, context = gateway.context) =>
  updateMaxRecordSize({ StreamARN, MaxRecordSizeInKiB }, context);

describe('UpdateMaxRecordSize', () => {
  it('lets larger records in, and keeps them out again', async () => {
    const record = { StreamName: 'orders', PartitionKey: 'a', Data: Buffer.alloc(1_100 * 1024) };
    const put = () => refusalOf(() => putRecord(record, gateway.context));
    expect(await put()).toMatch(/^InvalidArgumentException: /);
    await update(2048);
    expect(await put()).toBe('succeeded');
    await update(1024);
    expect(await put()).toMatch(/^InvalidArgumentException: /);
  });

  it('takes a time of UPDATING', async () => {
    const call = (context = gateway.context) => update(2048, context);
    expect(await statusesAfter(call)).toEqual(['UPDATING', 'UPDATING', 'ACTIVE']);
    expect(await refusalWhileUpdating(call)).toBe(UPDATING);
  });

  it('refuses a request that names no stream', async () => {
    const input = { MaxRecordSizeInKiB: 2048 };
    expect(await refusalOf(() => updateMaxRecordSize(input, gateway.context))).toMatch(
      /^InvalidArgumentException: /,
    );
  });
});
