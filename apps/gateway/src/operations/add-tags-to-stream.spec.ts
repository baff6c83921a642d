import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { addTagsToStream } from './add-tags-to-stream.js';
import { listTagsForStream } from './list-tags-for-stream.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('AddTagsToStream', () => {
  it('gives the stream tags; a key that is there gets the new value', async () => {
    await addTagsToStream({ StreamName: 'orders', Tags: { team: 'a' } }, gateway.context);
    await addTagsToStream({ StreamARN: STREAM, Tags: { team: 'b', 'cost:centre': '7' } }, gateway.context);
    expect(listTagsForStream({ StreamName: 'orders' }, gateway.context).Tags).toEqual([
      { Key: 'cost:centre', Value: '7' },
      { Key: 'team', Value: 'b' },
    ]);
  });

  it('refuses reserved keys, and streams that are not there', async () => {
    const reserved = { StreamName: 'orders', Tags: { 'aws:x': '' } };
    expect(await refusalOf(() => addTagsToStream(reserved, gateway.context))).toMatch(
      /^InvalidArgumentException/,
    );
    const gone = { StreamName: 'none', Tags: { a: '' } };
    expect(await refusalOf(() => addTagsToStream(gone, gateway.context))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
