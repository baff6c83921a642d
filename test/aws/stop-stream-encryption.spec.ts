import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

const KMS = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;

describeOperation('StopStreamEncryption', (api) => {
  const { client } = api;

  it('encrypts no more; what was encrypted can still be read', async () => {
    const { StreamName } = await api.newStream();
    await client.startStreamEncryption({ StreamName, ...KMS });
    await api.untilActive(StreamName);
    await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from('secret') });
    await client.stopStreamEncryption({ StreamName, ...KMS });
    await api.untilActive(StreamName);
    await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from('plain') });
    const read = await api.recordsOf({ StreamName });
    expect(
      read.map(({ Data = [], EncryptionType }) => [Buffer.from(Data).toString(), EncryptionType]),
    ).toEqual([
      ['secret', 'KMS'],
      ['plain', undefined],
    ]);
    const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.EncryptionType).toBe('NONE');
    expect(StreamDescriptionSummary).not.toHaveProperty('KeyId');
  });
});
