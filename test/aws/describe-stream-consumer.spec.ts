import { InvalidArgumentException, ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('DescribeStreamConsumer', (api) => {
  const { client } = api;

  it('tells all of a consumer, named in any of three ways', async () => {
    const { StreamARN } = await api.newStream();
    const { Consumer } = await client.registerStreamConsumer({ StreamARN, ConsumerName: 'reader' });
    const ConsumerARN = Consumer?.ConsumerARN;
    const byName = { StreamARN, ConsumerName: 'reader' };
    for (const input of [{ ConsumerARN }, byName, { ...byName, ConsumerARN }]) {
      const { ConsumerDescription } = await client.describeStreamConsumer(input);
      expect(ConsumerDescription).toMatchObject({ ConsumerName: 'reader', ConsumerARN, StreamARN });
    }
  });

  it('refuses a request that names none, and a consumer that is not there', async () => {
    const { StreamARN } = await api.newStream();
    await expect(client.describeStreamConsumer({})).rejects.toThrow(InvalidArgumentException);
    const gone = client.describeStreamConsumer({ StreamARN, ConsumerName: 'nobody' });
    await expect(gone).rejects.toThrow(ResourceNotFoundException);
  });
});
