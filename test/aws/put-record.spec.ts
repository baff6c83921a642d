import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('PutRecord', (api) => {
  const { client } = api;

  it('stores a record in the shard of its key, and numbers grow', async () => {
    const { StreamName, StreamARN } = await api.newStream({ ShardCount: 2 });
    const first = await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from('1') });
    const second = await client.putRecord({
      StreamARN,
      PartitionKey: 'a',
      Data: new Uint8Array(),
      SequenceNumberForOrdering: first.SequenceNumber,
    });
    expect(second.ShardId).toBe(first.ShardId);
    expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
    const { ShardId } = await client.putRecord({
      StreamName,
      PartitionKey: 'a',
      ExplicitHashKey: String(2n ** 128n - 1n),
      Data: Buffer.from('2'),
    });
    expect(ShardId).toBe('shardId-000000000001');
  });

  it('tells without storing whether it would have succeeded', async () => {
    const { StreamName } = await api.newStream();
    const dry = client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from('1'), DryRun: true });
    await expect(dry).rejects.toMatchObject({ name: 'DryRunOperationException' });
    expect(await api.recordsOf({ StreamName })).toEqual([]);
  });

  it('refuses a hash key out of range, in AWS’s sentence', async () => {
    const { StreamName } = await api.newStream();
    const record = { StreamName, PartitionKey: 'a', Data: Buffer.from('1') };
    const ExplicitHashKey = String(2n ** 128n);
    await expect(client.putRecord({ ...record, ExplicitHashKey })).rejects.toThrow(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
    );
  });
});
