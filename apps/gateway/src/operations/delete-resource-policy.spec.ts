import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { deleteResourcePolicy } from './delete-resource-policy.js';
import { getResourcePolicy } from './get-resource-policy.js';
import { putResourcePolicy } from './put-resource-policy.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kinesis:GetRecords', Resource: STREAM }],
});

describe('DeleteResourcePolicy', () => {
  it('takes the policy away', async () => {
    await putResourcePolicy({ ResourceARN: STREAM, Policy: POLICY }, gateway.context);
    await deleteResourcePolicy({ ResourceARN: STREAM }, gateway.context);
    expect(getResourcePolicy({ ResourceARN: STREAM }, gateway.context)).toEqual({ Policy: '{}' });
  });

  it('refuses where there is none', async () => {
    expect(await refusalOf(() => deleteResourcePolicy({ ResourceARN: STREAM }, gateway.context))).toBe(
      'ResourceNotFoundException: Stream orders under account 000000000000 has no resource policy.',
    );
  });
});
