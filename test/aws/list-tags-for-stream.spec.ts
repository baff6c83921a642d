import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('ListTagsForStream', (api) => {
  const { client } = api;

  it('lists tags by key, a page at a time', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 1, Tags: { c: '3', a: '1', b: '' } });
    const first = await client.listTagsForStream({ StreamName, Limit: 2 });
    expect([first.Tags, first.HasMoreTags]).toEqual([
      [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
      ],
      true,
    ]);
    const second = await client.listTagsForStream({ StreamName, ExclusiveStartTagKey: 'b' });
    expect([second.Tags, second.HasMoreTags]).toEqual([[{ Key: 'c', Value: '3' }], false]);
  });
});
