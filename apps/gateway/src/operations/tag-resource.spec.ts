import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listTagsForResource } from './list-tags-for-resource.js';
import { registerStreamConsumer } from './register-stream-consumer.js';
import { tagResource } from './tag-resource.js';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});

afterEach(() => gateway.close());

const tagsOf = (ResourceARN: string) => listTagsForResource({ ResourceARN }, gateway.context).Tags;

describe('TagResource', () => {
  it('gives a stream and a consumer tags of their own; a key that is there gets the new value', async () => {
    const named = { StreamARN: STREAM, ConsumerName: 'billing' };
    const { ConsumerARN } = (await registerStreamConsumer(named, gateway.context)).Consumer;
    await tagResource({ ResourceARN: STREAM, Tags: { team: 'a', env: 'x' } }, gateway.context);
    await tagResource({ ResourceARN: STREAM, Tags: { team: 'b' } }, gateway.context);
    await tagResource({ ResourceARN: ConsumerARN, Tags: { own: '1' } }, gateway.context);
    expect(tagsOf(STREAM)).toEqual([
      { Key: 'env', Value: 'x' },
      { Key: 'team', Value: 'b' },
    ]);
    expect(tagsOf(ConsumerARN)).toEqual([{ Key: 'own', Value: '1' }]);
  });

  it('refuses a fifty-first tag, and leaves the others as they are', async () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, '']));
    await tagResource({ ResourceARN: STREAM, Tags: fifty }, gateway.context);
    const more = { ResourceARN: STREAM, Tags: { more: '' } };
    expect(await refusalOf(() => tagResource(more, gateway.context))).toMatch(
      /^InvalidArgumentException: .* more than 50 tags .* specified: 51\./,
    );
    expect(tagsOf(STREAM)).toHaveLength(50);
  });

  it.each([
    ['a channel', 'arn:aws:kinesis:us-east-1:000000000000:channel/c', /^ResourceNotFoundException: Channel/],
    ['a part of a stream', `${STREAM}/shard/1`, /^InvalidArgumentException: ResourceARN/],
    ['a stream that is not there', `${STREAM}s`, /^ResourceNotFoundException: Stream orderss/],
  ])('refuses %s', async (_, ResourceARN, refusal) => {
    const input = { ResourceARN, Tags: { a: 'b' } };
    expect(await refusalOf(() => tagResource(input, gateway.context))).toMatch(refusal);
  });
});
