import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { deleteStream } from './delete-stream.js';

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
});
afterEach(() => gateway.close());

describe('DeleteStream', () => {
  it.each([
    ['name', { StreamName: 'orders' }],
    ['ARN', { StreamARN: ARN }],
    ['name and ARN', { StreamName: 'orders', StreamARN: ARN }],
    ['name, whatever EnforceConsumerDeletion says', { StreamName: 'orders', EnforceConsumerDeletion: true }],
  ])('deletes the stream by its %s', async (_, input) => {
    await gateway.createStream('orders');
    await deleteStream(input, gateway.context);
    expect(gateway.context.catalogue.account().streams.size).toBe(0);
  });

  it('deletes the incarnation with the StreamId, and no other', async () => {
    const { id } = await gateway.createStream('orders');
    const wrong = { StreamName: 'orders', StreamId: `${id.slice(0, -1)}!` };
    expect(await refusalOf(() => deleteStream(wrong, gateway.context))).toMatch(
      /^ResourceNotFoundException: /,
    );
    await deleteStream({ StreamId: id }, gateway.context);
    expect(gateway.context.catalogue.account().streams.size).toBe(0);
  });

  it.each([
    [{}, 'InvalidArgumentException: Either StreamName or StreamARN must be provided.'],
    [{ StreamName: 'nope' }, 'ResourceNotFoundException: Stream nope under account 000000000000 not found.'],
    [
      { StreamName: 'orders', StreamARN: ARN.replace('orders', 'returns') },
      `InvalidArgumentException: StreamName orders and StreamARN ${ARN.replace('orders', 'returns')} name two streams.`,
    ],
  ])('refuses %j', async (input, refusal) => {
    await gateway.createStream('orders');
    expect(await refusalOf(() => deleteStream(input, gateway.context))).toBe(refusal);
  });

  it('refuses to delete a stream twice while it is DELETING', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 60_000 });
    await slow.createStream('orders');
    await deleteStream({ StreamName: 'orders' }, slow.context);
    expect(await refusalOf(() => deleteStream({ StreamName: 'orders' }, slow.context))).toBe(
      'ResourceInUseException: Stream orders under account 000000000000 not ACTIVE, instead in state DELETING',
    );
    await slow.close();
  });

  it('says that nothing was changed where the storage is away', async () => {
    await gateway.createStream('orders');
    gateway.controlLog.cutOff();
    expect(await refusalOf(() => deleteStream({ StreamName: 'orders' }, gateway.context))).toMatch(
      /^InternalFailure: The storage cannot be reached now, nothing was changed/,
    );
  });
});
