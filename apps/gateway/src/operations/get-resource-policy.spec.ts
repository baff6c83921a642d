import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { getResourcePolicy } from './get-resource-policy.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('GetResourcePolicy', () => {
  it('answers an empty object where none was put', () => {
    expect(getResourcePolicy({ ResourceARN: STREAM }, gateway.context)).toEqual({ Policy: '{}' });
  });

  it('refuses a resource that is not there', async () => {
    const input = { ResourceARN: `${STREAM}s` };
    expect(await refusalOf(() => getResourcePolicy(input, gateway.context))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
