import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listTagsForResource } from './list-tags-for-resource.js';
import { tagResource } from './tag-resource.js';
import { untagResource } from './untag-resource.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('UntagResource', () => {
  it('takes tags from a resource; keys that it has not are no error', async () => {
    await tagResource({ ResourceARN: STREAM, Tags: { a: '1', b: '2' } }, gateway.context);
    await untagResource({ ResourceARN: STREAM, TagKeys: ['a', 'none'] }, gateway.context);
    expect(listTagsForResource({ ResourceARN: STREAM }, gateway.context).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
  });

  it('refuses a stream that is CREATING', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 1_000 });
    await slow.createStream('orders');
    const input = { ResourceARN: STREAM, TagKeys: ['a'] };
    expect(await refusalOf(() => untagResource(input, slow.context))).toMatch(
      /^ResourceInUseException: .* not ACTIVE, instead in state CREATING/,
    );
    await slow.close();
  });
});
