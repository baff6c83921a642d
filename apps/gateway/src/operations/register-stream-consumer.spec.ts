import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listTagsForResource } from './list-tags-for-resource.js';
import { registerStreamConsumer } from './register-stream-consumer.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

describe('RegisterStreamConsumer', () => {
  it('gives the stream a consumer, whose ARN tells the second of its registration', async () => {
    const answer = await registerStreamConsumer(
      { StreamARN: STREAM, ConsumerName: 'billing' },
      gateway.context,
    );
    const second = Math.floor(gateway.nowMs / 1000);
    expect(answer.Consumer).toEqual({
      ConsumerName: 'billing',
      ConsumerARN: `${STREAM}/consumer/billing:${second}`,
      ConsumerStatus: 'CREATING',
      ConsumerCreationTimestamp: gateway.nowMs,
    });
    // It takes no time here; the answer tells of the registration all the same, as AWS's does.
    expect(gateway.context.catalogue.stream({ streamArn: STREAM }).consumers[0]?.status).toBe('ACTIVE');
  });

  it('leaves it CREATING where that takes time, its tags already there', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 1_000 });
    await slow.createActiveStream('orders');
    const input = { StreamARN: STREAM, ConsumerName: 'billing', Tags: { team: 'a' } };
    const { Consumer } = await registerStreamConsumer(input, slow.context);
    expect(Consumer.ConsumerStatus).toBe('CREATING');
    expect(listTagsForResource({ ResourceARN: Consumer.ConsumerARN }, slow.context).Tags).toEqual([
      { Key: 'team', Value: 'a' },
    ]);
    await slow.advance(1_000);
    expect(slow.context.catalogue.stream({ streamArn: STREAM }).consumers[0]?.status).toBe('ACTIVE');
    await slow.close();
  });

  it('refuses a name that is used, and a twenty-first consumer', async () => {
    const register = (ConsumerName: string) =>
      registerStreamConsumer({ StreamARN: STREAM, ConsumerName }, gateway.context);
    for (let i = 0; i < 20; i += 1) await register(`c${i}`);
    expect(await refusalOf(() => register('c3'))).toBe(
      'ResourceInUseException: Consumer c3 of stream orders under account 000000000000 already exists.',
    );
    expect(await refusalOf(() => register('more'))).toMatch(
      /^LimitExceededException: 20 consumers .* Limit: 20\./,
    );
  });

  it('refuses a sixth consumer while five are CREATING, and any while the stream is UPDATING', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 1_000 });
    await slow.createActiveStream('orders');
    const register = (ConsumerName: string) =>
      registerStreamConsumer({ StreamARN: STREAM, ConsumerName }, slow.context);
    for (let i = 0; i < 5; i += 1) await register(`c${i}`);
    expect(await refusalOf(() => register('c5'))).toMatch(
      /^LimitExceededException: 5 consumers .* CREATING\. Limit: 5\./,
    );
    const { id } = slow.context.catalogue.stream({ streamArn: STREAM });
    await slow.context.catalogue.updateStream(id, (_, { nowMs }) => [
      { type: 'MaxRecordSizeChanged', streamId: id, atMs: nowMs, maxRecordSizeKiB: 2048 },
    ]);
    expect(await refusalOf(() => register('c5'))).toBe(
      'ResourceInUseException: Stream orders under account 000000000000 not ACTIVE, instead in state UPDATING',
    );
    await slow.close();
  });
});
