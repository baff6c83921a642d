import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateMaxRecordSize', (api) => {
  const { client } = api;

  it('lets larger records in', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    const record = { StreamName, PartitionKey: 'a', Data: new Uint8Array(1_500 * 1024) };
    await expect(client.putRecord(record)).rejects.toThrow(InvalidArgumentException);
    await client.updateMaxRecordSize({ StreamARN, MaxRecordSizeInKiB: 2048 });
    await api.untilActive(StreamName);
    await client.putRecord(record);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.MaxRecordSizeInKiB).toBe(2048);
  });
});
