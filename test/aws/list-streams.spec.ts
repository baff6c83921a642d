import { InvalidArgumentException, paginateListStreams } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('ListStreams', (api) => {
  const { client } = api;

  it('lists names and summaries, page by page', async () => {
    const own = await Promise.all([api.newStream(), api.newStream(), api.newStream()]);
    const names: string[] = [];
    for await (const page of paginateListStreams({ client, pageSize: 2 }, {})) {
      expect(page.StreamSummaries?.map(({ StreamName }) => StreamName)).toEqual(page.StreamNames);
      names.push(...(page.StreamNames ?? []));
    }
    expect(names).toEqual([...new Set(names)].toSorted());
    expect(names).toEqual(expect.arrayContaining(own.map(({ StreamName }) => StreamName)));
  });

  it('refuses a token that is none', async () => {
    await expect(client.listStreams({ NextToken: 'none' })).rejects.toThrow(InvalidArgumentException);
  });

  it('goes on behind a name', async () => {
    const own = await Promise.all([api.newStream(), api.newStream()]);
    const [first = '', second] = own.map(({ StreamName }) => StreamName).toSorted();
    const { StreamNames } = await client.listStreams({ ExclusiveStartStreamName: first, Limit: 10_000 });
    expect(StreamNames).toContain(second);
    expect(StreamNames).not.toContain(first);
  });
});
