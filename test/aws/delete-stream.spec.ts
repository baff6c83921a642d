import {
  ResourceInUseException,
  ResourceNotFoundException,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { describeOperation } from './kinesis-api.js';

describeOperation('DeleteStream', (api) => {
  const { client } = api;

  it('takes the stream away', async () => {
    const { StreamName } = await api.newStream();
    await client.deleteStream({ StreamName });
    await waitUntilStreamNotExists(
      { client, maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.02 },
      { StreamName },
    );
    await expect(client.deleteStream({ StreamName })).rejects.toThrow(ResourceNotFoundException);
  });

  it('leaves it DELETING at first', async () => {
    // It does not last, and a slow machine may ask too late.
    await eventually(async () => {
      const { StreamName } = await api.newStream();
      await client.deleteStream({ StreamName });
      const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
      return StreamDescriptionSummary?.StreamStatus === 'DELETING';
    });
  });

  it('refuses a stream with consumers, unless they may go too', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    await client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    await expect(client.deleteStream({ StreamName })).rejects.toThrow(ResourceInUseException);
    await client.deleteStream({ StreamName, EnforceConsumerDeletion: true });
  });
});
