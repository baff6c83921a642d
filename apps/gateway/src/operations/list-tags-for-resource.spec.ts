import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listTagsForResource } from './list-tags-for-resource.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('ListTagsForResource', () => {
  it('answers an empty list where there are none', () => {
    expect(listTagsForResource({ ResourceARN: STREAM }, gateway.context)).toEqual({ Tags: [] });
  });

  it('refuses a resource that is not there', async () => {
    const input = { ResourceARN: `${STREAM}/consumer/none:1` };
    expect(await refusalOf(() => listTagsForResource(input, gateway.context))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
