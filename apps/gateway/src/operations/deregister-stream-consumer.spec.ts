import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { describeStreamConsumer } from './describe-stream-consumer.js';
import { deregisterStreamConsumer } from './deregister-stream-consumer.js';
import { registerStreamConsumer } from './register-stream-consumer.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

const named = { StreamARN: STREAM, ConsumerName: 'billing' };

describe('DeregisterStreamConsumer', () => {
  it('takes the consumer from its stream, named by its ARN or by its name', async () => {
    const { Consumer } = await registerStreamConsumer(named, gateway.context);
    await deregisterStreamConsumer({ ConsumerARN: Consumer.ConsumerARN }, gateway.context);
    expect(await refusalOf(() => describeStreamConsumer(named, gateway.context))).toBe(
      `ResourceNotFoundException: Consumer ${STREAM}/consumer/billing under account 000000000000 not found.`,
    );
    await registerStreamConsumer(named, gateway.context);
    await deregisterStreamConsumer(named, gateway.context);
    expect(gateway.context.catalogue.stream({ streamArn: STREAM }).consumers).toEqual([]);
  });

  it('leaves it DELETING where that takes time; to ask again is no error', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 1_000 });
    await slow.createActiveStream('orders');
    await registerStreamConsumer(named, slow.context);
    await slow.advance(1_000);
    await deregisterStreamConsumer(named, slow.context);
    await deregisterStreamConsumer(named, slow.context);
    const described = describeStreamConsumer(named, slow.context);
    expect(described.ConsumerDescription.ConsumerStatus).toBe('DELETING');
    await slow.advance(1_000);
    expect(await refusalOf(() => describeStreamConsumer(named, slow.context))).toMatch(/not found/);
    await slow.close();
  });

  it.each([
    ['neither an ARN nor a name', {}, /^InvalidArgumentException: Either ConsumerARN, or/],
    [
      'a name without a stream',
      { ConsumerName: 'billing' },
      /^InvalidArgumentException: Either ConsumerARN, or/,
    ],
    [
      'an ARN and another name',
      { ConsumerARN: `${STREAM}/consumer/billing:1`, ConsumerName: 'other' },
      /^InvalidArgumentException: .* name two consumers/,
    ],
    ['another registration', { ConsumerARN: `${STREAM}/consumer/billing:1` }, /^ResourceNotFoundException/],
    [
      'another account',
      { ConsumerARN: `${STREAM.replace('000000000000', '111111111111')}/consumer/billing:1` },
      /^ResourceNotFoundException: Stream orders under account 111111111111 not found/,
    ],
  ])('refuses %s', async (_, input, refusal) => {
    await registerStreamConsumer(named, gateway.context);
    expect(await refusalOf(() => deregisterStreamConsumer(input, gateway.context))).toMatch(refusal);
  });
});
