import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('CreateChannel', (api) => {
  const { client } = api;

  it('says that it is not there yet', async () => {
    await expect(
      client.createChannel({
        ChannelName: 'orders',
        ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/delivery',
        StreamConfigurationList: [],
      }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('CreateChannel is not supported by this version of Shardwell'),
    });
  });
});
