import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateStreamRecordDistributionStrategy', (api) => {
  const { client } = api;

  it('spreads records without keys evenly, at once', async () => {
    const { StreamName, StreamARN } = await api.newStream({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    await client.updateStreamRecordDistributionStrategy({ StreamARN, RecordDistributionStrategy: 'AUTO' });
    const Records = Array.from({ length: 8 }, () => ({ Data: new Uint8Array(1), PartitionKey: undefined }));
    const answer = await client.putRecords({ StreamName, Records });
    expect(answer.FailedRecordCount).toBe(0);
    const perShard = Map.groupBy(answer.Records ?? [], ({ ShardId }) => ShardId);
    expect([...perShard.values()].map(({ length }) => length)).toEqual([2, 2, 2, 2]);
  });

  it('refuses AUTO for a stream in mode PROVISIONED', async () => {
    const { StreamARN } = await api.newStream();
    const refused = client.updateStreamRecordDistributionStrategy({
      StreamARN,
      RecordDistributionStrategy: 'AUTO',
    });
    await expect(refused).rejects.toThrow(InvalidArgumentException);
  });
});
