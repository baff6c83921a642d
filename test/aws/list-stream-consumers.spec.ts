import { paginateListStreamConsumers } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('ListStreamConsumers', (api) => {
  const { client } = api;

  it('lists consumers by name, page by page', async () => {
    const { StreamARN } = await api.newStream();
    for (const ConsumerName of ['c', 'a', 'b'])
      await client.registerStreamConsumer({ StreamARN, ConsumerName });
    const pages: unknown[] = [];
    for await (const { Consumers = [] } of paginateListStreamConsumers(
      { client, pageSize: 2 },
      { StreamARN },
    ))
      pages.push(Consumers.map(({ ConsumerName }) => ConsumerName));
    expect(pages).toEqual([['a', 'b'], ['c']]);
  });
});
