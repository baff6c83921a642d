import {
  InvalidArgumentException,
  ResourceNotFoundException,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('GetRecords', (api) => {
  const { client } = api;

  it('reads on, with another iterator each time, also one in quotes', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    const Records = [1, 2, 3].map((i) => ({ PartitionKey: 'ключ', Data: Buffer.from(`${i}`) }));
    await client.putRecords({ StreamName, Records });
    const position = { StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await client.getShardIterator(position);
    const first = await client.getRecords({ ShardIterator: `"${ShardIterator}"`, Limit: 2, StreamARN });
    expect(first.Records?.map(({ PartitionKey }) => PartitionKey)).toEqual(['ключ', 'ключ']);
    expect(first.Records?.[0]?.ApproximateArrivalTimestamp).toBeInstanceOf(Date);
    expect(first).not.toHaveProperty('ChildShards.0');
    const second = await client.getRecords({ ShardIterator: first.NextShardIterator });
    expect(second.Records?.map(({ Data = [] }) => Buffer.from(Data).toString())).toEqual(['3']);
    const atTip = await client.getRecords({ ShardIterator: second.NextShardIterator });
    expect([atTip.Records, atTip.MillisBehindLatest]).toEqual([[], 0]);
    expect(atTip.NextShardIterator).not.toBe(second.NextShardIterator);
  });

  it('refuses an iterator that is none', async () => {
    await expect(client.getRecords({ ShardIterator: 'none' })).rejects.toThrow(InvalidArgumentException);
  });

  it('tells without reading whether it would have succeeded', async () => {
    const { StreamName } = await api.newStream();
    const position = { StreamName, ShardId: '0', ShardIteratorType: 'LATEST' } as const;
    const { ShardIterator } = await client.getShardIterator(position);
    const dryRun = client.getRecords({ ShardIterator, DryRun: true });
    await expect(dryRun).rejects.toMatchObject({ name: 'DryRunOperationException' });
  });

  it('is over with its stream, and means no other of that name', async () => {
    const { StreamName } = await api.newStream();
    const position = { StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await client.getShardIterator(position);
    await client.deleteStream({ StreamName });
    await waitUntilStreamNotExists(
      { client, maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.02 },
      { StreamName },
    );
    await client.createStream({ StreamName, ShardCount: 1 });
    await api.untilActive(StreamName);
    await expect(client.getRecords({ ShardIterator })).rejects.toThrow(ResourceNotFoundException);
  });
});
