import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { listStreams } from './list-streams.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open({ shardQuota: 1000 });
});
afterEach(() => gateway.close());

const listed = (input: Parameters<typeof listStreams>[0] = {}) => listStreams(input, gateway.context);

describe('ListStreams', () => {
  it('gives nothing where there is nothing', () => {
    expect(listed()).toEqual({ StreamNames: [], HasMoreStreams: false, StreamSummaries: [] });
  });

  it('gives names and summaries, alphabetically', async () => {
    for (const name of ['b', 'a', 'C']) await gateway.createStream(name);
    const { StreamNames, StreamSummaries } = listed();
    expect(StreamNames).toEqual(['C', 'a', 'b']);
    expect(StreamSummaries?.[1]).toEqual({
      StreamName: 'a',
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/a',
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamCreationTimestamp: gateway.nowMs,
    });
  });

  it('gives at most 100, and every stream once over the pages of its tokens', async () => {
    const names = Array.from({ length: 205 }, (_, i) => `stream-${String(i).padStart(3, '0')}`);
    for (const name of names) await gateway.createStream(name);
    const pages = [listed({ Limit: 10_000 })];
    for (let token = pages[0]?.NextToken; token !== undefined; token = pages.at(-1)?.NextToken)
      pages.push(listed({ NextToken: token }));
    expect(pages.map(({ StreamNames, HasMoreStreams }) => [StreamNames.length, HasMoreStreams])).toEqual([
      [100, true],
      [100, true],
      [5, false],
    ]);
    expect(pages.flatMap(({ StreamNames }) => StreamNames)).toEqual(names);
  });

  it('goes on behind a name, whether it is there or not', async () => {
    for (const name of ['a', 'c', 'd']) await gateway.createStream(name);
    expect(listed({ ExclusiveStartStreamName: 'b', Limit: 1 })).toMatchObject({
      StreamNames: ['c'],
      HasMoreStreams: true,
    });
    expect(listed({ ExclusiveStartStreamName: 'c' }).StreamNames).toEqual(['d']);
  });

  it('refuses a token that is expired, forged, or comes with a name', async () => {
    for (const name of ['a', 'b']) await gateway.createStream(name);
    const { NextToken } = listed({ Limit: 1 });
    expect(await refusalOf(() => listed({ NextToken, ExclusiveStartStreamName: 'a' }))).toBe(
      'InvalidArgumentException: NextToken and ExclusiveStartStreamName cannot be provided together.',
    );
    expect(await refusalOf(() => listed({ NextToken: `A${NextToken}` }))).toBe(
      'InvalidArgumentException: NextToken is invalid.',
    );
    gateway.nowMs += 300_001;
    expect(await refusalOf(() => listed({ NextToken }))).toMatch(/^ExpiredNextTokenException: /);
  });
});
