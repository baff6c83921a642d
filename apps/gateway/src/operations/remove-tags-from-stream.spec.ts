import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { addTagsToStream } from './add-tags-to-stream.js';
import { listTagsForStream } from './list-tags-for-stream.js';
import { removeTagsFromStream } from './remove-tags-from-stream.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('RemoveTagsFromStream', () => {
  it('takes tags from the stream; keys that it has not are no error', async () => {
    await addTagsToStream({ StreamName: 'orders', Tags: { a: '1', b: '2' } }, gateway.context);
    await removeTagsFromStream({ StreamName: 'orders', TagKeys: ['b', 'none'] }, gateway.context);
    expect(listTagsForStream({ StreamARN: STREAM }, gateway.context).Tags).toEqual([
      { Key: 'a', Value: '1' },
    ]);
  });

  it('refuses a stream that is not there', async () => {
    const input = { StreamName: 'none', TagKeys: ['a'] };
    expect(await refusalOf(() => removeTagsFromStream(input, gateway.context))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
