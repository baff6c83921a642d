import { ResourceInUseException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { describeOperation } from './kinesis-api.js';

describeOperation('RegisterStreamConsumer', (api) => {
  const { client } = api;

  it('gives the stream a consumer, CREATING at first, then ACTIVE, with its tags', async () => {
    const { StreamARN } = await api.newStream();
    const named = { StreamARN, ConsumerName: 'reader' };
    const { Consumer } = await client.registerStreamConsumer({ ...named, Tags: { team: 'a' } });
    expect(Consumer).toEqual({
      ConsumerName: 'reader',
      ConsumerARN: expect.stringMatching(new RegExp(`^${StreamARN}/consumer/reader:\\d{10}$`)),
      ConsumerStatus: 'CREATING',
      ConsumerCreationTimestamp: expect.any(Date),
    });
    await eventually(async () => {
      const { ConsumerDescription } = await client.describeStreamConsumer(named);
      return ConsumerDescription?.ConsumerStatus === 'ACTIVE';
    });
    const { Tags } = await client.listTagsForResource({ ResourceARN: Consumer?.ConsumerARN });
    expect(Tags).toEqual([{ Key: 'team', Value: 'a' }]);
  });

  it('refuses a name that is used', async () => {
    const { StreamARN } = await api.newStream();
    await client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    const again = client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    await expect(again).rejects.toThrow(ResourceInUseException);
  });
});
