import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UntagResource', (api) => {
  const { client } = api;

  it('takes tags away; keys that are not there are no error', async () => {
    const { StreamARN: ResourceARN } = await api.newStream({ ShardCount: 1, Tags: { a: '1', b: '2' } });
    await client.untagResource({ ResourceARN, TagKeys: ['b', 'none'] });
    expect((await client.listTagsForResource({ ResourceARN })).Tags).toEqual([{ Key: 'a', Value: '1' }]);
  });
});
