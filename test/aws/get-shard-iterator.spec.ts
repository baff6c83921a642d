import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('GetShardIterator', (api) => {
  const { client } = api;

  it('gives a place by each of the five starting positions', async () => {
    const { StreamName } = await api.newStream();
    const before = new Date();
    const put = async (text: string) =>
      (await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from(text) })).SequenceNumber;
    const [, second] = [await put('1'), await put('2'), await put('3')];
    const from = async (position: object) => {
      const iterator = {
        StreamName,
        ShardId: 'shardId-0',
        ShardIteratorType: undefined,
        ...position,
      };
      const { ShardIterator } = await client.getShardIterator(iterator);
      const { Records = [] } = await client.getRecords({ ShardIterator });
      return Records.map(({ Data = [] }) => Buffer.from(Data).toString()).join('');
    };
    expect(await from({ ShardIteratorType: 'TRIM_HORIZON' })).toBe('123');
    expect(await from({ ShardIteratorType: 'LATEST' })).toBe('');
    expect(await from({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: second })).toBe(
      '23',
    );
    expect(await from({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: second })).toBe(
      '3',
    );
    expect(await from({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: before })).toBe('123');
  });

  it('refuses positions that do not go together', async () => {
    const { StreamName } = await api.newStream();
    const at = { StreamName, ShardId: '0', ShardIteratorType: 'AT_SEQUENCE_NUMBER' } as const;
    await expect(client.getShardIterator(at)).rejects.toThrow(InvalidArgumentException);
    const future = {
      StreamName,
      ShardId: '0',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date(4e12),
    } as const;
    await expect(client.getShardIterator(future)).rejects.toThrow(InvalidArgumentException);
  });

  it('takes a shard by each of the ways to write its number', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 2 });
    for (const ShardId of ['1', 'shardId-1', 'shardId-000000000001']) {
      const position = { StreamName, ShardId, ShardIteratorType: 'LATEST' } as const;
      expect((await client.getShardIterator(position)).ShardIterator?.length).toBeLessThanOrEqual(512);
      const dryRun = client.getShardIterator({ ...position, DryRun: true });
      await expect(dryRun).rejects.toMatchObject({ name: 'DryRunOperationException' });
    }
  });

  it('refuses a number of another shard, in AWS’s sentence', async () => {
    const { StreamName } = await api.newStream({ ShardCount: 2 });
    const record = { StreamName, PartitionKey: 'a', ExplicitHashKey: '0', Data: Buffer.from('x') };
    const { SequenceNumber: StartingSequenceNumber } = await client.putRecord(record);
    const position = { StreamName, ShardId: '1', ShardIteratorType: 'AT_SEQUENCE_NUMBER' } as const;
    await expect(client.getShardIterator({ ...position, StartingSequenceNumber })).rejects.toThrow(
      'Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in a call to a shard with shardId-000000000001',
    );
  });
});
