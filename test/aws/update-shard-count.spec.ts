import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateShardCount', (api) => {
  const { client } = api;

  it('says that it is not there yet', async () => {
    const { StreamName } = await api.newStream();
    const refused = client.updateShardCount({
      StreamName,
      TargetShardCount: 2,
      ScalingType: 'UNIFORM_SCALING',
    });
    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('UpdateShardCount is not supported by this version of Shardwell'),
    });
  });
});
