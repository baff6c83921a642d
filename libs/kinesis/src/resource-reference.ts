import type { Account } from './account.js';
import { parseConsumerArn } from './consumer-arn.js';
import { resolveConsumer } from './consumer-reference.js';
import { invalidArgument, resourceNotFound } from './errors.js';
import type { AccountScope } from './stream-arn.js';
import type { StreamConsumer } from './stream-consumer.js';
import { resolveStream } from './stream-reference.js';
import type { Stream } from './stream.js';

/** What may have tags and a policy of its own: a stream, or one of its consumers. */
export interface NamedResource {
  readonly stream: Stream;
  /** Absent where the stream itself is meant. */
  readonly consumer?: StreamConsumer;
}

export interface ResourceReference {
  readonly resourceArn: string;
  readonly streamId?: string | undefined;
}

/**
 * The stream or the consumer that a ResourceARN names. Channels, which the model takes here too, come with delivery: until
 * then there are none.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function resolveResource(
  account: Account,
  { resourceArn, streamId }: ResourceReference,
  scope: AccountScope,
): NamedResource {
  if (/:channel\/\S+$/.test(resourceArn)) throw resourceNotFound(`Channel ${resourceArn} not found.`);
  if (parseConsumerArn(resourceArn))
    return resolveConsumer(account, { consumerArn: resourceArn, streamId }, scope);
  if (!/:stream\/[^/]+$/.test(resourceArn))
    throw invalidArgument(`ResourceARN ${resourceArn} is not the ARN of a stream or of a consumer.`);
  return { stream: resolveStream(account, { streamArn: resourceArn, streamId }, scope) };
}
