import { InvalidArgumentException, ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';
import { policyOf } from './resource-policy.js';

describeOperation('PutResourcePolicy', (api) => {
  const { client } = api;

  it('gives a stream a policy, kept as it was written', async () => {
    const { StreamARN: ResourceARN } = await api.newStream();
    const Policy = policyOf(ResourceARN);
    await client.putResourcePolicy({ ResourceARN, Policy });
    expect((await client.getResourcePolicy({ ResourceARN })).Policy).toBe(Policy);
  });

  it('refuses what is no policy, and a stream that is not there', async () => {
    const { StreamARN: ResourceARN } = await api.newStream();
    for (const Policy of ['', 'no JSON', '[]', '{"Statement":[{"Effect":"Maybe"}]}'])
      await expect(client.putResourcePolicy({ ResourceARN, Policy })).rejects.toThrow(
        InvalidArgumentException,
      );
    const gone = `${ResourceARN}x`;
    const refused = client.putResourcePolicy({ ResourceARN: gone, Policy: policyOf(gone) });
    await expect(refused).rejects.toThrow(ResourceNotFoundException);
  });
});
