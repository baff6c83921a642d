import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('MergeShards', (api) => {
  const { client } = api;

  it('says that it is not there yet', async () => {
    const { StreamName } = await api.newStream();
    const refused = client.mergeShards({
      StreamName,
      ShardToMerge: 'shardId-000000000000',
      AdjacentShardToMerge: 'shardId-000000000001',
    });
    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('MergeShards is not supported by this version of Shardwell'),
    });
  });
});
