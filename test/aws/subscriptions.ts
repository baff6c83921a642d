import type {
  StartingPosition,
  SubscribeToShardCommandInput,
  SubscribeToShardEvent,
  SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis';
import { eventually } from '../eventually.js';
import type { KinesisApi, TestStream } from './kinesis-api.js';

/** The subscriptions of a test, over the transport of its API. */
export class Subscriptions {
  private readonly aborts: AbortController[] = [];

  constructor(private readonly api: KinesisApi) {}

  /** The ARN of a new consumer that is ACTIVE. */
  async newConsumer({ StreamARN }: TestStream): Promise<string> {
    const { client } = this.api;
    const ConsumerName = this.api.freeName();
    const { Consumer } = await client.registerStreamConsumer({ StreamARN, ConsumerName });
    await eventually(async () => {
      const { ConsumerDescription } = await client.describeStreamConsumer({ StreamARN, ConsumerName });
      return ConsumerDescription?.ConsumerStatus === 'ACTIVE';
    });
    return Consumer?.ConsumerARN ?? '';
  }

  /** Subscribes to the stream's first shard. */
  async begin(
    ConsumerARN: string,
    StartingPosition: StartingPosition = { Type: 'LATEST' },
    input: Partial<SubscribeToShardCommandInput> = {},
  ): Promise<SubscribedEvents> {
    const abort = new AbortController();
    this.aborts.push(abort);
    const { EventStream } = await this.api.client.subscribeToShard(
      { ConsumerARN, ShardId: '0', StartingPosition, ...input },
      { abortSignal: abort.signal },
    );
    if (!EventStream) throw new Error('the answer is no event stream');
    return new SubscribedEvents(EventStream[Symbol.asyncIterator]());
  }

  endAll(): void {
    for (const abort of this.aborts.splice(0)) abort.abort();
  }
}

/** The events of one subscription, one after the other. */
export class SubscribedEvents {
  constructor(private readonly messages: AsyncIterator<SubscribeToShardEventStream>) {}

  /** @throws the exception that the server ends the subscription with. */
  async next(): Promise<SubscribeToShardEvent> {
    const { value, done } = await this.messages.next();
    if (done === true) throw new Error('the subscription has ended');
    return (value as SubscribeToShardEventStream).SubscribeToShardEvent ?? this.next();
  }

  /** The data of the next records. */
  async texts(count: number): Promise<readonly string[]> {
    const texts: string[] = [];
    while (texts.length < count) {
      const { Records = [] } = await this.next();
      texts.push(...Records.map(({ Data = [] }) => Buffer.from(Data).toString()));
    }
    return texts;
  }

  /** @throws as `next`. */
  async end(): Promise<void> {
    for (let next = await this.messages.next(); next.done !== true; next = await this.messages.next());
  }
}
