import { InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('AddTagsToStream', (api) => {
  const { client } = api;

  it('gives a stream tags, by its name and by its ARN, and answers nothing', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    const { $metadata, ...answer } = await client.addTagsToStream({
      StreamName,
      Tags: { team: 'a', env: 'test' },
    });
    expect([$metadata.httpStatusCode, answer]).toEqual([200, {}]);
    await client.addTagsToStream({ StreamARN, Tags: { team: 'b' } });
    const { Tags } = await client.listTagsForStream({ StreamName });
    expect(Tags).toEqual([
      { Key: 'env', Value: 'test' },
      { Key: 'team', Value: 'b' },
    ]);
  });

  it('refuses more than fifty, reserved keys, and other characters', async () => {
    const { StreamName } = await api.newStream();
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']));
    for (const Tags of [many, { 'aws:x': '' }, { 'a?': '' }])
      await expect(client.addTagsToStream({ StreamName, Tags })).rejects.toThrow(InvalidArgumentException);
    expect((await client.listTagsForStream({ StreamName })).Tags).toEqual([]);
  });
});
