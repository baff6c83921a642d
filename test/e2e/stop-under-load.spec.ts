import { Kinesis } from '@aws-sdk/client-kinesis';
import { afterAll, expect, it, jest } from '@jest/globals';
import { createKinesisClient } from '#lib/wire';
import { SteadyProducer } from '../crash/acknowledged-puts.js';
import { contradictions, readStream } from '../crash/stored-records.js';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';

jest.setTimeout(120_000);

afterAll(removeServers);

it('stops in order while producers put over both protocols and a consumer reads, and loses nothing', async () => {
  const server = await Server.start();
  const client = createKinesisClient({ endpoint: server.url });
  for (const StreamName of ['orders', 'logs'])
    await client.call('CreateStream', { StreamName, ShardCount: 4 });
  client.close();
  const producer = new SteadyProducer({ stream: 'orders', keys: 8, recordsPerSecond: 1000 });
  producer.sendTo(server.url);
  const lines = putLines(server.url);
  await eventually(() => producer.acknowledged.length > 500 && lines.acknowledged.length > 100);

  const { code, stderr } = await server.stop();
  const unexpected = stderr.split('\n').filter((line) => line !== '' && !line.includes('"audit":true'));
  expect([code, unexpected]).toEqual([0, []]);
  await Promise.all([producer.stop(), lines.ended]);
  const { url } = await Server.start({ dataDir: server.dataDir });
  expect(contradictions(await readStream(url, 'orders'), producer)).toEqual([]);
  const stored = (await readStream(url, 'logs')).map(({ sequenceNumber }) => sequenceNumber);
  expect(stored).toEqual(expect.arrayContaining(lines.acknowledged));
});

/** Puts log lines over HTTP/2, 16 at a time, until nobody answers any more. */
function putLines(endpoint: string): { readonly acknowledged: string[]; readonly ended: Promise<unknown> } {
  const credentials = { accessKeyId: 'shardwell', secretAccessKey: 'shardwell' };
  const client = new Kinesis({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const acknowledged: string[] = [];
  const lane = async (PartitionKey: string): Promise<never> => {
    for (;;) {
      const Data = Buffer.from('session opened for user root');
      const { SequenceNumber = '' } = await client.putRecord({ StreamName: 'logs', PartitionKey, Data });
      acknowledged.push(SequenceNumber);
    }
  };
  const lanes = Array.from({ length: 16 }, (_, i) => lane(`${i}`));
  return { acknowledged, ended: Promise.allSettled(lanes).finally(() => client.destroy()) };
}
