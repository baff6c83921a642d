import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('GetResourcePolicy', (api) => {
  const { client } = api;

  it('answers an empty object where none was put', async () => {
    const { StreamARN: ResourceARN } = await api.newStream();
    expect((await client.getResourcePolicy({ ResourceARN })).Policy).toBe('{}');
  });
});
