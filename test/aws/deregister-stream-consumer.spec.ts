import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { describeOperation } from './kinesis-api.js';

describeOperation('DeregisterStreamConsumer', (api) => {
  const { client } = api;

  it('takes a consumer away, by its ARN or by its name', async () => {
    const { StreamARN } = await api.newStream();
    const { Consumer } = await client.registerStreamConsumer({ StreamARN, ConsumerName: 'a' });
    await client.registerStreamConsumer({ StreamARN, ConsumerName: 'b' });
    await client.deregisterStreamConsumer({ ConsumerARN: Consumer?.ConsumerARN });
    await client.deregisterStreamConsumer({ StreamARN, ConsumerName: 'b' });
    await eventually(async () => (await client.listStreamConsumers({ StreamARN })).Consumers?.length === 0);
    const gone = client.deregisterStreamConsumer({ StreamARN, ConsumerName: 'b' });
    await expect(gone).rejects.toThrow(ResourceNotFoundException);
  });
});
