import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listStreamConsumers } from './list-stream-consumers.js';
import { registerStreamConsumer } from './register-stream-consumer.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('ListStreamConsumers', () => {
  it('lists them by name, a page at a time', async () => {
    for (const ConsumerName of ['c', 'a', 'b'])
      await registerStreamConsumer({ StreamARN: STREAM, ConsumerName }, gateway.context);
    const namesOf = (input: { readonly MaxResults?: number; readonly NextToken?: string }) => {
      const { Consumers = [], NextToken } = listStreamConsumers(
        { StreamARN: STREAM, ...input },
        gateway.context,
      );
      return { names: Consumers.map(({ ConsumerName }) => ConsumerName), NextToken };
    };
    expect(namesOf({})).toEqual({ names: ['a', 'b', 'c'], NextToken: undefined });
    const first = namesOf({ MaxResults: 2 });
    expect(first.names).toEqual(['a', 'b']);
    expect(namesOf({ NextToken: first.NextToken as string })).toEqual({ names: ['c'], NextToken: undefined });
  });

  it('refuses a token after 300 s, one of another stream, and one that is none', async () => {
    for (const ConsumerName of ['a', 'b'])
      await registerStreamConsumer({ StreamARN: STREAM, ConsumerName }, gateway.context);
    const { NextToken } = listStreamConsumers({ StreamARN: STREAM, MaxResults: 1 }, gateway.context);
    await gateway.createStream('others');
    const others = { StreamARN: STREAM.replace('orders', 'others'), NextToken };
    expect(await refusalOf(() => listStreamConsumers(others, gateway.context))).toMatch(
      /^ResourceNotFoundException/,
    );
    const forged = { StreamARN: STREAM, NextToken: 'x' };
    expect(await refusalOf(() => listStreamConsumers(forged, gateway.context))).toMatch(
      /^InvalidArgumentException/,
    );
    gateway.nowMs += 300_001;
    const late = { StreamARN: STREAM, NextToken };
    expect(await refusalOf(() => listStreamConsumers(late, gateway.context))).toMatch(
      /^ExpiredNextTokenException/,
    );
  });

  it('refuses the creation time of another incarnation', async () => {
    const input = { StreamARN: STREAM, StreamCreationTimestamp: 1_000 };
    expect(await refusalOf(() => listStreamConsumers(input, gateway.context))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
