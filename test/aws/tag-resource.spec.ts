import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('TagResource', (api) => {
  const { client } = api;

  it('gives a stream and a consumer tags of their own', async () => {
    const { StreamARN } = await api.newStream();
    const registered = await client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    const consumer = registered.Consumer?.ConsumerARN;
    await client.tagResource({ ResourceARN: StreamARN, Tags: { of: 'stream' } });
    await client.tagResource({ ResourceARN: consumer, Tags: { of: 'consumer' } });
    const tagsOf = async (ResourceARN: string | undefined) =>
      (await client.listTagsForResource({ ResourceARN })).Tags;
    expect(await tagsOf(StreamARN)).toEqual([{ Key: 'of', Value: 'stream' }]);
    expect(await tagsOf(consumer)).toEqual([{ Key: 'of', Value: 'consumer' }]);
  });

  it('refuses an ARN that names nothing that is there', async () => {
    const { StreamARN } = await api.newStream();
    for (const ResourceARN of [
      `${StreamARN}x`,
      `${StreamARN}/consumer/none:1`,
      StreamARN.replace('stream/', 'channel/'),
    ])
      await expect(client.tagResource({ ResourceARN, Tags: { a: 'b' } })).rejects.toThrow(
        ResourceNotFoundException,
      );
  });
});
