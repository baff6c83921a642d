import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { getResourcePolicy } from './get-resource-policy.js';
import { putResourcePolicy } from './put-resource-policy.js';
import { registerStreamConsumer } from './register-stream-consumer.js';

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

describe('PutResourcePolicy', () => {
  it('gives a stream and a consumer a policy of their own, kept as it was written', async () => {
    const named = { StreamARN: STREAM, ConsumerName: 'billing' };
    const { ConsumerARN } = (await registerStreamConsumer(named, gateway.context)).Consumer;
    await putResourcePolicy({ ResourceARN: STREAM, Policy: POLICY }, gateway.context);
    expect(getResourcePolicy({ ResourceARN: STREAM }, gateway.context)).toEqual({ Policy: POLICY });
    expect(getResourcePolicy({ ResourceARN: ConsumerARN }, gateway.context)).toEqual({ Policy: '{}' });
    await putResourcePolicy({ ResourceARN: ConsumerARN, Policy: POLICY }, gateway.context);
    expect(getResourcePolicy({ ResourceARN: ConsumerARN }, gateway.context)).toEqual({ Policy: POLICY });
  });

  it.each([
    ['no JSON', 'nobody', /^InvalidArgumentException: The policy is not JSON/],
    ['no policy', '[]', /^InvalidArgumentException: The policy cannot be used/],
    ['what is not understood', POLICY.replace('Action', 'NotAction'), /NotAction is not supported/],
    ['an element twice', POLICY.replace('"Effect"', '"Effect":"Deny","Effect"'), /Effect is there twice/],
    ['too long a text', JSON.stringify('x'.repeat(30_000)), /has 30002 characters, it may have up to 20480/],
  ])('refuses %s', async (_, Policy, refusal) => {
    const input = { ResourceARN: STREAM, Policy };
    expect(await refusalOf(() => putResourcePolicy(input, gateway.context))).toMatch(refusal);
    expect(getResourcePolicy({ ResourceARN: STREAM }, gateway.context)).toEqual({ Policy: '{}' });
  });
});
