import {
  InvalidArgumentException,
  LimitExceededException,
  ResourceInUseException,
} from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { describeOperation } from './kinesis-api.js';

describeOperation('CreateStream', (api) => {
  const { client } = api;

  it('makes an ON_DEMAND stream of four shards where nothing is said', async () => {
    const { StreamName } = await api.newStream({});
    const { StreamDescriptionSummary: summary } = await client.describeStreamSummary({ StreamName });
    expect(summary).toMatchObject({ OpenShardCount: 4, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  });

  it('makes a stream that is CREATING at first', async () => {
    // It does not last, and a slow machine may ask too late.
    await eventually(async () => {
      const StreamName = api.freeName();
      await client.createStream({ StreamName, ShardCount: 1 });
      const { StreamDescription } = await client.describeStream({ StreamName });
      return StreamDescription?.StreamStatus === 'CREATING' && StreamDescription.Shards?.length === 0;
    });
  });

  it('takes every member', async () => {
    const { StreamName } = await api.newStream({
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      Tags: { team: 'sales' },
      MaxRecordSizeInKiB: 2048,
      RecordDistributionStrategy: 'AUTO',
    });
    const { StreamDescriptionSummary: summary } = await client.describeStreamSummary({ StreamName });
    expect(summary).toMatchObject({ MaxRecordSizeInKiB: 2048, RecordDistributionStrategy: 'AUTO' });
    const { Tags } = await client.listTagsForStream({ StreamName });
    expect(Tags).toEqual([{ Key: 'team', Value: 'sales' }]);
  });

  it('refuses a name that is used', async () => {
    const { StreamName } = await api.newStream();
    await expect(client.createStream({ StreamName, ShardCount: 1 })).rejects.toThrow(ResourceInUseException);
  });

  it('refuses more shards than the account may have, in AWS’s sentence', async () => {
    const refused = client.createStream({ StreamName: api.freeName(), ShardCount: 501 });
    await expect(refused).rejects.toThrow(LimitExceededException);
    await expect(refused).rejects.toThrow(
      /^This request would exceed the shard limit for the account 000000000000 in us-east-1\. Current shard count/,
    );
  });

  it('refuses members that do not go together, and values out of range', async () => {
    const together = {
      StreamName: api.freeName(),
      ShardCount: 1,
      RecordDistributionStrategy: 'AUTO',
    } as const;
    await expect(client.createStream(together)).rejects.toThrow(InvalidArgumentException);
    await expect(client.createStream({ StreamName: 'a b' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'a b' at 'streamName' failed to satisfy constraint"),
    });
  });
});
