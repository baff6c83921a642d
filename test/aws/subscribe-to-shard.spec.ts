import {
  InvalidArgumentException,
  ResourceInUseException,
  ResourceNotFoundException,
  type StartingPosition,
  type SubscribeToShardCommandInput,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import { afterEach, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { describeOperation, type TestStream } from './kinesis-api.js';

describeOperation('SubscribeToShard', (api) => {
  const { client } = api;
  const aborts: AbortController[] = [];

  afterEach(() => {
    for (const abort of aborts.splice(0)) abort.abort();
  });

  /** The ARN of a new consumer that is ACTIVE. */
  async function newConsumer({ StreamARN }: TestStream, ConsumerName = api.freeName()): Promise<string> {
    const { Consumer } = await client.registerStreamConsumer({ StreamARN, ConsumerName });
    await eventually(async () => {
      const { ConsumerDescription } = await client.describeStreamConsumer({ StreamARN, ConsumerName });
      return ConsumerDescription?.ConsumerStatus === 'ACTIVE';
    });
    return Consumer?.ConsumerARN ?? '';
  }

  /** The events of a new subscription, one after the other. */
  async function subscribe(
    ConsumerARN: string,
    StartingPosition: StartingPosition = { Type: 'LATEST' },
    input: Partial<SubscribeToShardCommandInput> = {},
  ): Promise<AsyncIterator<SubscribeToShardEvent>> {
    const abort = new AbortController();
    aborts.push(abort);
    const { EventStream = nothing() } = await client.subscribeToShard(
      { ConsumerARN, ShardId: '0', StartingPosition, ...input },
      { abortSignal: abort.signal },
    );
    return eventsOf(EventStream);
  }

  const put = async ({ StreamName }: TestStream, ...texts: readonly string[]): Promise<readonly string[]> => {
    const Records = texts.map((text) => ({ PartitionKey: 'ключ', Data: Buffer.from(text) }));
    const answer = await client.putRecords({ StreamName, Records });
    return (answer.Records ?? []).map(({ SequenceNumber = '' }) => SequenceNumber);
  };

  it('gives records as soon as they are stored, as GetRecords gives them', async () => {
    const stream = await api.newStream();
    const events = await subscribe(await newConsumer(stream));
    const [number] = await put(stream, 'a');
    const event = await nextEvent(events);
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
    await put(stream, 'b', 'c');
    expect(await nextTexts(events, 2)).toEqual(['b', 'c']);
  });

  it('begins at each of the five positions', async () => {
    const stream = await api.newStream();
    const [, second = ''] = await put(stream, 'a', 'b', 'c');
    const Timestamp = (await api.recordsOf(stream))[0]?.ApproximateArrivalTimestamp;
    const positions: readonly (readonly [StartingPosition, readonly string[]])[] = [
      [{ Type: 'TRIM_HORIZON' }, ['a', 'b', 'c', 'd']],
      [{ Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: second }, ['b', 'c', 'd']],
      [{ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: second }, ['c', 'd']],
      [{ Type: 'AT_TIMESTAMP', Timestamp }, ['a', 'b', 'c', 'd']],
      [{ Type: 'LATEST' }, ['d']],
    ];
    const subscriptions = await Promise.all(
      positions.map(async ([position]) => subscribe(await newConsumer(stream), position)),
    );
    await put(stream, 'd');
    for (const [i, [, texts]] of positions.entries()) {
      const events = subscriptions[i];
      if (events) expect(await nextTexts(events, texts.length)).toEqual(texts);
    }
  });

  it('gives an event without records within 5 s; then another subscription may go on behind it', async () => {
    const stream = await api.newStream();
    const consumer = await newConsumer(stream);
    const first = await subscribe(consumer);
    await expect(subscribe(consumer)).rejects.toThrow(ResourceInUseException);
    const idle = await nextEvent(first);
    expect(idle).toMatchObject({ Records: [], MillisBehindLatest: 0 });
    await put(stream, 'a');
    const SequenceNumber = idle.ContinuationSequenceNumber;
    const start = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const;
    const second = await eventually(() => subscribe(consumer, start));
    await expect(untilEnd(first)).rejects.toThrow(ResourceInUseException);
    expect(await nextTexts(second, 1)).toEqual(['a']);
  });

  it('ends with its consumer', async () => {
    const stream = await api.newStream();
    const ConsumerARN = await newConsumer(stream);
    const events = await subscribe(ConsumerARN);
    await client.deregisterStreamConsumer({ ConsumerARN });
    await expect(untilEnd(events)).rejects.toThrow(ResourceNotFoundException);
  });

  it('refuses what cannot be, before it begins', async () => {
    const stream = await api.newStream();
    const consumer = await newConsumer(stream);
    const foreign = `${stream.StreamARN}/consumer/nobody:1`;
    await expect(subscribe(foreign)).rejects.toThrow(ResourceNotFoundException);
    await expect(subscribe(consumer, { Type: 'LATEST' }, { ShardId: '7' })).rejects.toThrow(
      ResourceNotFoundException,
    );
    await expect(subscribe(consumer, { Type: 'AT_SEQUENCE_NUMBER' })).rejects.toThrow(
      InvalidArgumentException,
    );
    await expect(subscribe(consumer, { Type: 'LATEST' }, { DryRun: true })).rejects.toMatchObject({
      name: 'DryRunOperationException',
    });
  });
});

async function* nothing(): AsyncGenerator<never> {}

async function* eventsOf(
  stream: AsyncIterable<{ readonly SubscribeToShardEvent?: SubscribeToShardEvent }>,
): AsyncGenerator<SubscribeToShardEvent> {
  for await (const { SubscribeToShardEvent: event } of stream) if (event) yield event;
}

async function nextEvent(events: AsyncIterator<SubscribeToShardEvent>): Promise<SubscribeToShardEvent> {
  const { value, done } = await events.next();
  if (done === true) throw new Error('the stream has ended');
  return value;
}

async function nextTexts(events: AsyncIterator<SubscribeToShardEvent>, count: number): Promise<string[]> {
  const texts: string[] = [];
  while (texts.length < count) {
    const { Records = [] } = await nextEvent(events);
    texts.push(...Records.map(({ Data = [] }) => Buffer.from(Data).toString()));
  }
  return texts;
}

async function untilEnd(events: AsyncIterator<SubscribeToShardEvent>): Promise<void> {
  for (let next = await events.next(); next.done !== true; next = await events.next());
}
