import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('SplitShard', (api) => {
  const { client } = api;

  it('says that it is not there yet', async () => {
    const { StreamName } = await api.newStream();
    const refused = client.splitShard({
      StreamName,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: '9',
    });
    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('SplitShard is not supported by this version of Shardwell'),
    });
  });
});
