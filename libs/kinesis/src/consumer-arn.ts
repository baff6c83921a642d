import type { Brand } from './brand.js';
import { parseStreamArn, streamArnOf, type AccountScope } from './stream-arn.js';
import type { StreamConsumer } from './stream-consumer.js';
import type { StreamName } from './stream.js';

/**
 * `arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/CONSUMER:SECOND`: the second of its registration tells it from a
 * later consumer of the same name. Source: the API reference, ConsumerARN.
 */
export type ConsumerArn = Brand<string, 'ConsumerArn'>;

/** What a consumer's ARN says. */
export interface NamedConsumer extends AccountScope {
  readonly streamName: StreamName;
  readonly consumerName: string;
  readonly createdAtSecond: number;
}

export function consumerArnOf(
  scope: AccountScope,
  streamName: StreamName,
  { name, createdAtMs }: Pick<StreamConsumer, 'name' | 'createdAtMs'>,
): ConsumerArn {
  return `${streamArnOf(scope, streamName)}/consumer/${name}:${secondOf(createdAtMs)}` as ConsumerArn;
}

/** Undefined where the text is no consumer's ARN. */
export function parseConsumerArn(arn: string): NamedConsumer | undefined {
  const match = /^(.*)\/consumer\/([a-zA-Z0-9_.-]+):(\d{1,15})$/.exec(arn);
  const stream = match && parseStreamArn(match[1] as string);
  if (!stream) return undefined;
  const { region, accountId, name: streamName } = stream;
  return {
    region,
    accountId,
    streamName,
    consumerName: match[2] as string,
    createdAtSecond: Number(match[3]),
  };
}

/** Whether the ARN names this registration of the consumer, not an earlier or a later one. */
export function isOfArn({ name, createdAtMs }: StreamConsumer, named: NamedConsumer): boolean {
  return name === named.consumerName && secondOf(createdAtMs) === named.createdAtSecond;
}

const secondOf = (ms: number): number => Math.floor(ms / 1000);
