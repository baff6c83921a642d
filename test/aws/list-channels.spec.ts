import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('ListChannels', (api) => {
  const { client } = api;

  it('says that it is not there yet', async () => {
    await expect(client.listChannels({})).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('ListChannels is not supported by this version of Shardwell'),
    });
  });
});
