import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { describeStreamConsumer } from './describe-stream-consumer.js';
import { registerStreamConsumer } from './register-stream-consumer.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('DescribeStreamConsumer', () => {
  it('tells all of a consumer, and its stream', async () => {
    const named = { StreamARN: STREAM, ConsumerName: 'billing' };
    const { Consumer } = await registerStreamConsumer(named, gateway.context);
    const description = { ...Consumer, ConsumerStatus: 'ACTIVE', StreamARN: STREAM };
    for (const input of [
      named,
      { ConsumerARN: Consumer.ConsumerARN },
      { ...named, ConsumerARN: Consumer.ConsumerARN },
    ])
      expect(describeStreamConsumer(input, gateway.context)).toEqual({ ConsumerDescription: description });
  });

  it('refuses a consumer that is not there', async () => {
    const input = { StreamARN: STREAM, ConsumerName: 'nobody' };
    expect(await refusalOf(() => describeStreamConsumer(input, gateway.context))).toMatch(
      /^ResourceNotFoundException: Consumer .*nobody under account 000000000000 not found\./,
    );
  });
});
