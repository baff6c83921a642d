import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { addTagsToStream } from './add-tags-to-stream.js';
import { listTagsForStream } from './list-tags-for-stream.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('ListTagsForStream', () => {
  it('lists them by key, a page at a time, and says whether there are more', async () => {
    await addTagsToStream({ StreamName: 'orders', Tags: { c: '3', a: '1', b: '2' } }, gateway.context);
    const page = (input: object) => listTagsForStream({ StreamName: 'orders', ...input }, gateway.context);
    expect(page({ Limit: 2 })).toEqual({
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
      HasMoreTags: true,
    });
    expect(page({ ExclusiveStartTagKey: 'b' })).toEqual({
      Tags: [{ Key: 'c', Value: '3' }],
      HasMoreTags: false,
    });
  });

  it('refuses a request that names no stream', async () => {
    expect(await refusalOf(() => listTagsForStream({}, gateway.context))).toMatch(
      /^InvalidArgumentException/,
    );
  });
});
