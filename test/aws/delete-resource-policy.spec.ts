import { ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';
import { policyOf } from './resource-policy.js';

describeOperation('DeleteResourcePolicy', (api) => {
  const { client } = api;

  it('takes the policy away, once', async () => {
    const { StreamARN: ResourceARN } = await api.newStream();
    await client.putResourcePolicy({ ResourceARN, Policy: policyOf(ResourceARN) });
    await client.deleteResourcePolicy({ ResourceARN });
    expect((await client.getResourcePolicy({ ResourceARN })).Policy).toBe('{}');
    await expect(client.deleteResourcePolicy({ ResourceARN })).rejects.toThrow(ResourceNotFoundException);
  });
});
