import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('RemoveTagsFromStream', (api) => {
  const { client } = api;

  it('takes tags away; keys that are not there are no error', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 1, Tags: { a: '1', b: '2' } });
    await client.removeTagsFromStream({ StreamName, TagKeys: ['a', 'none'] });
    expect((await client.listTagsForStream({ StreamName })).Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('refuses a stream that is not there', async () => {
    const refused = client.removeTagsFromStream({ StreamName: api.freeName(), TagKeys: ['a'] });
    await expect(refused).rejects.toThrow(ResourceNotFoundException);
  });
});
