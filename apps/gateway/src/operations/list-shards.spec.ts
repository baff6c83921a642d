import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listShards } from './list-shards.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open({ shardQuota: 5000 });
});
afterEach(() => gateway.close());

const listed = (input: Parameters<typeof listShards>[0]) => listShards(input, gateway.context);
const idsOf = ({ Shards = [] }: ReturnType<typeof listShards>) =>
  Shards.map(({ ShardId }) => Number(ShardId.slice('shardId-'.length)));

describe('ListShards', () => {
  it('gives every shard, by name or ARN', async () => {
    await gateway.createStream('orders', { shardCount: 3 });
    const answer = listed({ StreamName: 'orders' });
    expect(idsOf(answer)).toEqual([0, 1, 2]);
    expect(answer.NextToken).toBeUndefined();
    expect(listed({ StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders' })).toEqual(answer);
  });

  it('gives at most 1,000, and every shard once over the pages of its tokens', async () => {
    await gateway.createStream('orders', { shardCount: 2100 });
    const pages = [listed({ StreamName: 'orders', MaxResults: 10_000 })];
    for (let token = pages[0]?.NextToken; token !== undefined; token = pages.at(-1)?.NextToken)
      pages.push(listed({ NextToken: token }));
    expect(pages.map((page) => idsOf(page).length)).toEqual([1000, 1000, 100]);
    expect(pages.flatMap(idsOf)).toEqual(Array.from({ length: 2100 }, (_, i) => i));
  });

  it('keeps the filter and the start over the pages', async () => {
    await gateway.createStream('orders', { shardCount: 6 });
    const filter = { Type: 'AFTER_SHARD_ID', ShardId: '1' } as const;
    const first = listed({ StreamName: 'orders', MaxResults: 2, ShardFilter: filter });
    const second = listed({ NextToken: first.NextToken, MaxResults: 2 });
    expect([idsOf(first), idsOf(second), second.NextToken]).toEqual([[2, 3], [4, 5], undefined]);
    expect(idsOf(listed({ StreamName: 'orders', ExclusiveStartShardId: 'shardId-4' }))).toEqual([5]);
  });

  it('leaves closed shards out of every page where only the open ones are asked for', async () => {
    const stream = await gateway.createStream('orders', { shardCount: 3 });
    const shards = stream.shards.map((shard) =>
      shard.number === 1 ? { ...shard, closedAtSecond: 2e9 } : shard,
    );
    const catalogue = { ...gateway.context.catalogue, stream: () => ({ ...stream, shards }) };
    const context = { ...gateway.context, catalogue };
    const first = { StreamName: 'orders', MaxResults: 1, ShardFilter: { Type: 'AT_LATEST' } } as const;
    const { NextToken, ...page } = listShards(first, context);
    expect([idsOf(page), idsOf(listShards({ NextToken }, context))]).toEqual([[0], [2]]);
  });

  it.each(['AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST'] as const)(
    'takes the filter %s',
    async (Type) => {
      await gateway.createStream('orders', { shardCount: 2 });
      expect(idsOf(listed({ StreamName: 'orders', ShardFilter: { Type } }))).toEqual([0, 1]);
    },
  );

  it.each(['AT_TIMESTAMP', 'FROM_TIMESTAMP'] as const)('takes the filter %s with any time', async (Type) => {
    await gateway.createStream('orders', { shardCount: 2 });
    for (const Timestamp of [0, gateway.nowMs, -1e300])
      expect(idsOf(listed({ StreamName: 'orders', ShardFilter: { Type, Timestamp } }))).toEqual([0, 1]);
  });

  it('tells streams of one name apart by their creation time, with or without its fraction', async () => {
    gateway.nowMs += 480;
    await gateway.createStream('orders');
    for (const StreamCreationTimestamp of [gateway.nowMs, gateway.nowMs - 480])
      expect(idsOf(listed({ StreamName: 'orders', StreamCreationTimestamp }))).toEqual([0]);
    const wrong = { StreamName: 'orders', StreamCreationTimestamp: 1_000 };
    expect(await refusalOf(() => listed(wrong))).toBe(
      'ResourceNotFoundException: Stream orders under account 000000000000 not found with StreamCreationTimestamp 1.',
    );
  });

  it('refuses while the stream is CREATING', async () => {
    const slow = await MemoryGateway.open({ transitionMs: 60_000 });
    await slow.createStream('orders');
    expect(await refusalOf(() => listShards({ StreamName: 'orders' }, slow.context))).toBe(
      'ResourceInUseException: Stream orders under account 000000000000 not ACTIVE, instead in state CREATING',
    );
    await slow.close();
  });

  it.each([
    [{}, 'InvalidArgumentException: Either NextToken, StreamName or StreamARN must be provided.'],
    [{ StreamName: 'nope' }, 'ResourceNotFoundException: Stream nope under account 000000000000 not found.'],
    [{ NextToken: 'forged' }, 'InvalidArgumentException: NextToken is invalid.'],
    [
      { StreamName: 'orders', NextToken: 'x' },
      'InvalidArgumentException: NextToken and StreamName cannot be provided together.',
    ],
    [
      { ExclusiveStartShardId: '0', NextToken: 'x' },
      'InvalidArgumentException: NextToken and ExclusiveStartShardId cannot be provided together.',
    ],
    [
      { StreamName: 'orders', ShardFilter: { Type: 'AFTER_SHARD_ID' } },
      'InvalidArgumentException: A ShardFilter of type AFTER_SHARD_ID must specify ShardId.',
    ],
    [
      { StreamName: 'orders', ShardFilter: { Type: 'AT_TIMESTAMP' } },
      'InvalidArgumentException: A ShardFilter of type AT_TIMESTAMP must specify Timestamp.',
    ],
  ] as const)('refuses %j', async (input, refusal) => {
    await gateway.createStream('orders');
    expect(await refusalOf(() => listed(input))).toBe(refusal);
  });

  it('refuses a token that is expired, or of a stream that is gone or another one', async () => {
    const { id } = await gateway.createStream('orders', { shardCount: 2 });
    const { id: otherId } = await gateway.createStream('returns');
    const { NextToken } = listed({ StreamName: 'orders', MaxResults: 1 });
    expect(idsOf(listed({ NextToken, StreamId: id }))).toEqual([1]);
    expect(await refusalOf(() => listed({ NextToken, StreamId: otherId }))).toMatch(
      /^ResourceNotFoundException: /,
    );
    await gateway.context.catalogue.deleteStream(id);
    await gateway.createStream('orders', { shardCount: 2 });
    expect(await refusalOf(() => listed({ NextToken }))).toMatch(/^ResourceNotFoundException: /);
    gateway.nowMs += 300_001;
    expect(await refusalOf(() => listed({ NextToken }))).toMatch(/^ExpiredNextTokenException: /);
  });
});
