import { KMSNotFoundException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

const KMS = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;

describeOperation('StartStreamEncryption', (api) => {
  const { client } = api;

  it('encrypts new records, and says so of each', async () => {
    const { StreamName } = await api.newStream();
    const record = { StreamName, PartitionKey: 'a', Data: Buffer.from('before') };
    expect(await client.putRecord(record)).not.toHaveProperty('EncryptionType', 'KMS');
    await client.startStreamEncryption({ StreamName, ...KMS });
    await api.untilActive(StreamName);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary).toMatchObject(KMS);
    expect(await client.putRecord({ ...record, Data: Buffer.from('after') })).toMatchObject({
      EncryptionType: 'KMS',
    });
    const read = await api.recordsOf({ StreamName });
    expect(
      read.map(({ Data = [], EncryptionType }) => [Buffer.from(Data).toString(), EncryptionType]),
    ).toEqual([
      ['before', undefined],
      ['after', 'KMS'],
    ]);
  });

  it('refuses a key that is not there', async () => {
    const { StreamName } = await api.newStream();
    const refused = client.startStreamEncryption({ StreamName, ...KMS, KeyId: 'alias/of-nothing' });
    await expect(refused).rejects.toThrow(KMSNotFoundException);
  });

  it('starts again with another data key; both are read', async () => {
    const { StreamName } = await api.newStream();
    for (const text of ['first', 'second']) {
      await client.startStreamEncryption({ StreamName, ...KMS });
      await api.untilActive(StreamName);
      await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from(text) });
    }
    const read = await api.recordsOf({ StreamName });
    expect(read.map(({ Data = [] }) => Buffer.from(Data).toString())).toEqual(['first', 'second']);
  });
});
