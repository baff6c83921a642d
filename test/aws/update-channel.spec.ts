import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateChannel', (api) => {
  const { client } = api;

  it('says that it is not there yet', async () => {
    await expect(
      client.updateChannel({ ChannelARN: 'arn:aws:kinesis:us-east-1:000000000000:channel/abc' }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('UpdateChannel is not supported by this version of Shardwell'),
    });
  });
});
