import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('PutRecords', (api) => {
  const { client } = api;

  it('stores records and answers each in its order', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 4 });
    const Records = Array.from({ length: 500 }, (_, i) => ({
      PartitionKey: `k${i}`,
      Data: Buffer.from(`${i}`),
    }));
    const answer = await client.putRecords({ StreamName, Records });
    expect(answer.FailedRecordCount).toBe(0);
    const numbers = new Map(answer.Records?.map(({ SequenceNumber }, i) => [SequenceNumber, `${i}`]));
    expect(numbers.size).toBe(500);
    const read = await api.recordsOf({ StreamName });
    expect(read).toHaveLength(500);
    for (const { SequenceNumber, Data = [] } of read)
      expect(Buffer.from(Data).toString()).toBe(numbers.get(SequenceNumber));
  });

  it('refuses more than 500, naming the constraint', async () => {
    const { StreamName } = await api.newStream();
    const Records = Array.from({ length: 501 }, () => ({ PartitionKey: 'a', Data: Buffer.from('x') }));
    await expect(client.putRecords({ StreamName, Records })).rejects.toThrow(
      /at 'records' failed to satisfy constraint: Member must have length less than or equal to 500/,
    );
  });

  it('takes a stream by its ARN, and tells without storing whether it would have succeeded', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    const Records = [{ PartitionKey: 'a', Data: new Uint8Array() }];
    await expect(client.putRecords({ StreamARN, Records, DryRun: true })).rejects.toMatchObject({
      name: 'DryRunOperationException',
    });
    expect(await api.recordsOf({ StreamName })).toEqual([]);
    await client.putRecords({ StreamARN, Records });
    expect(await api.recordsOf({ StreamName })).toHaveLength(1);
  });

  it('refuses all of them where one has a hash key out of range', async () => {
    const { StreamName } = await api.newStream();
    const record = { PartitionKey: 'a', Data: Buffer.from('x') };
    const Records = [record, { ...record, ExplicitHashKey: String(2n ** 128n) }];
    await expect(client.putRecords({ StreamName, Records })).rejects.toThrow(InvalidArgumentException);
    expect(await api.recordsOf({ StreamName })).toEqual([]);
  });
});
