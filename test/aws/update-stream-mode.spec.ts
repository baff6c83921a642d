import { LimitExceededException } from '@aws-sdk/client-kinesis';
import { expect, it } from '@jest/globals';
import { describeOperation } from './kinesis-api.js';

describeOperation('UpdateStreamMode', (api) => {
  const { client } = api;

  it('changes the mode, twice in 24 hours and not oftener', async () => {
    const { StreamName, StreamARN } = await api.newStream();
    for (const StreamMode of ['ON_DEMAND', 'PROVISIONED'] as const) {
      await client.updateStreamMode({ StreamARN, StreamModeDetails: { StreamMode } });
      await api.untilActive(StreamName);
      const { StreamDescriptionSummary } = await client.describeStreamSummary({ StreamName });
      expect(StreamDescriptionSummary?.StreamModeDetails).toEqual({ StreamMode });
    }
    const third = client.updateStreamMode({ StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    await expect(third).rejects.toThrow(LimitExceededException);
  });
});
