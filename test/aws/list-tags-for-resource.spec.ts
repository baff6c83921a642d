import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('ListTagsForResource', (api) => {
  const { client } = api;

  it('lists tags by key; none is an empty list', async () => {
    const { StreamARN: ResourceARN } = await api.newStream({ ShardCount: 1, Tags: { b: '2', a: '1' } });
    const { Tags } = await client.listTagsForResource({ ResourceARN });
    expect(Tags?.map(({ Key }) => Key)).toEqual(['a', 'b']);
    const { StreamARN: bare } = await api.newStream();
    expect((await client.listTagsForResource({ ResourceARN: bare })).Tags).toEqual([]);
  });
});
