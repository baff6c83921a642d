import {
  InvalidArgumentException,
  ResourceInUseException,
  ResourceNotFoundException,
  type StartingPosition,
} from '@aws-sdk/client-kinesis';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { apisOverAll, describeOperation, type KinesisApi, type TestStream } from './kinesis-api.js';
import { Subscriptions } from './subscriptions.js';

/** Stores records, and gives their sequence numbers. */
async function put(
  { client }: KinesisApi,
  { StreamName }: TestStream,
  texts: readonly string[],
): Promise<readonly string[]> {
  const Records = texts.map((text) => ({ PartitionKey: 'ключ', Data: Buffer.from(text) }));
  const answer = await client.putRecords({ StreamName, Records });
  return (answer.Records ?? []).map(({ SequenceNumber = '' }) => SequenceNumber);
}

describeOperation('SubscribeToShard', (api) => {
  const { client } = api;
  const subscriptions = new Subscriptions(api);
  afterEach(() => subscriptions.endAll());

  it('gives records as soon as they are stored, as GetRecords gives them', async () => {
    const stream = await api.newStream();
    const events = await subscriptions.begin(await subscriptions.newConsumer(stream));
    const [number] = await put(api, stream, ['a']);
    const event = await events.next();
    expect(event).toEqual({
      Records: [
        {
          SequenceNumber: number,
          ApproximateArrivalTimestamp: expect.any(Date),
          Data: new Uint8Array(Buffer.from('a')),
          PartitionKey: 'ключ',
        },
      ],
      ContinuationSequenceNumber: number,
      MillisBehindLatest: 0,
    });
    expect(event.Records).toEqual(await api.recordsOf(stream));
    await put(api, stream, ['b', 'c']);
    expect(await events.texts(2)).toEqual(['b', 'c']);
  });

  it('begins at each of the five positions', async () => {
    const stream = await api.newStream();
    const [, second = ''] = await put(api, stream, ['a', 'b', 'c']);
    const Timestamp = (await api.recordsOf(stream))[0]?.ApproximateArrivalTimestamp;
    const positions: readonly (readonly [StartingPosition, readonly string[]])[] = [
      [{ Type: 'TRIM_HORIZON' }, ['a', 'b', 'c', 'd']],
      [{ Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: second }, ['b', 'c', 'd']],
      [{ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: second }, ['c', 'd']],
      [{ Type: 'AT_TIMESTAMP', Timestamp }, ['a', 'b', 'c', 'd']],
      [{ Type: 'LATEST' }, ['d']],
    ];
    const all = await Promise.all(
      positions.map(async ([position, texts]) => ({
        events: await subscriptions.begin(await subscriptions.newConsumer(stream), position),
        texts,
      })),
    );
    await put(api, stream, ['d']);
    for (const { events, texts } of all) expect(await events.texts(texts.length)).toEqual(texts);
  });

  it('ends with its consumer', async () => {
    const stream = await api.newStream();
    const ConsumerARN = await subscriptions.newConsumer(stream);
    const events = await subscriptions.begin(ConsumerARN);
    await client.deregisterStreamConsumer({ ConsumerARN });
    await expect(events.end()).rejects.toThrow(ResourceNotFoundException);
  });

  it('refuses what cannot be, before it begins', async () => {
    const stream = await api.newStream();
    const consumer = await subscriptions.newConsumer(stream);
    const foreign = `${stream.StreamARN}/consumer/nobody:1`;
    await expect(subscriptions.begin(foreign)).rejects.toThrow(ResourceNotFoundException);
    await expect(subscriptions.begin(consumer, { Type: 'LATEST' }, { ShardId: '7' })).rejects.toThrow(
      ResourceNotFoundException,
    );
    await expect(subscriptions.begin(consumer, { Type: 'AT_SEQUENCE_NUMBER' })).rejects.toThrow(
      InvalidArgumentException,
    );
    await expect(subscriptions.begin(consumer, { Type: 'LATEST' }, { DryRun: true })).rejects.toMatchObject({
      name: 'DryRunOperationException',
    });
  });
});

describe('SubscribeToShard over each transport at a time', () => {
  // Together, for it takes more than 5 s.
  it('gives an event without records within 5 s; then another subscription may go on behind it', async () => {
    const apis = apisOverAll('SubscribeToShard-idle');
    await Promise.all(apis.map(idleThenTakenOver));
    for (const api of apis) {
      api.expectNoViolations();
      api.close();
    }
  });
});

async function idleThenTakenOver(api: KinesisApi): Promise<void> {
  const subscriptions = new Subscriptions(api);
  const stream = await api.newStream();
  const consumer = await subscriptions.newConsumer(stream);
  const first = await subscriptions.begin(consumer);
  await expect(subscriptions.begin(consumer)).rejects.toThrow(ResourceInUseException);
  const idle = await first.next();
  expect(idle).toMatchObject({ Records: [], MillisBehindLatest: 0 });
  await put(api, stream, ['a']);
  const SequenceNumber = idle.ContinuationSequenceNumber;
  const start = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const;
  const second = await eventually(() => subscriptions.begin(consumer, start));
  await expect(first.end()).rejects.toThrow(ResourceInUseException);
  expect(await second.texts(1)).toEqual(['a']);
  subscriptions.endAll();
}
