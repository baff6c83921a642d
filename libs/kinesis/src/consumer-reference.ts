import type { Account } from './account.js';
import { isOfArn, parseConsumerArn, type NamedConsumer } from './consumer-arn.js';
import { invalidArgument, resourceNotFound, type KinesisError } from './errors.js';
import type { AccountScope } from './stream-arn.js';
import type { StreamConsumer } from './stream-consumer.js';
import { resolveStream, streamNotFound } from './stream-reference.js';
import type { Stream } from './stream.js';

/** A consumer as requests name it: by its ARN, by its stream's ARN and its name, or by all three; they must agree. */
export interface ConsumerReference {
  readonly consumerArn?: string | undefined;
  readonly streamArn?: string | undefined;
  readonly consumerName?: string | undefined;
  readonly streamId?: string | undefined;
}

export interface ConsumerOfStream {
  readonly stream: Stream;
  readonly consumer: StreamConsumer;
}

/**
 * The consumer that a request means.
 *
 * Source: the API reference of DescribeStreamConsumer.
 *
 * @throws KinesisError InvalidArgumentException where it names none, or two; ResourceNotFoundException.
 */
export function resolveConsumer(
  account: Account,
  reference: ConsumerReference,
  scope: AccountScope,
): ConsumerOfStream {
  const { consumerArn, streamArn, consumerName, streamId } = reference;
  const named = consumerArn === undefined ? undefined : parsed(consumerArn, scope);
  if (!named && (streamArn === undefined || consumerName === undefined))
    throw invalidArgument('Either ConsumerARN, or StreamARN and ConsumerName must be provided.');
  const stream = resolveStream(account, { streamArn, streamId, streamName: named?.streamName }, scope);
  if (named && consumerName !== undefined && consumerName !== named.consumerName)
    throw invalidArgument(`ConsumerName ${consumerName} and ConsumerARN ${consumerArn} name two consumers.`);
  const consumer = stream.consumers.find((each) =>
    named ? isOfArn(each, named) : each.name === consumerName,
  );
  if (!consumer) throw consumerNotFound(consumerArn ?? `${streamArn}/consumer/${consumerName}`, scope);
  return { stream, consumer };
}

function parsed(consumerArn: string, scope: AccountScope): NamedConsumer {
  const named = parseConsumerArn(consumerArn);
  if (!named) throw invalidArgument(`ConsumerARN ${consumerArn} is not the ARN of a consumer.`);
  if (named.accountId !== scope.accountId || named.region !== scope.region)
    throw streamNotFound(named.streamName, named);
  return named;
}

export function consumerNotFound(name: string, { accountId }: AccountScope): KinesisError {
  return resourceNotFound(`Consumer ${name} under account ${accountId} not found.`);
}
