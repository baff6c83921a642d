import { decideRegisterConsumer, KinesisError } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import { describedConsumer } from '../streams/described-consumer.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Registers a consumer with a stream: from then on it may subscribe to the stream's shards.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   LimitExceededException, ServiceUnavailable, InternalFailure.
 */
export async function registerStreamConsumer(
  input: KinesisApi.RegisterStreamConsumerInput,
  context: OperationContext,
): Promise<KinesisApi.RegisterStreamConsumerOutput> {
  const { StreamARN, StreamId, ConsumerName: consumerName, Tags: tags } = input;
  const stream = await changeStream({ StreamARN, StreamId }, context, (present, decision) =>
    decideRegisterConsumer(present, { consumerName, tags }, decision),
  );
  const consumer = stream.consumers.find(({ name }) => name === consumerName);
  if (!consumer) throw new KinesisError('ServiceUnavailable', `${consumerName} was deregistered at once.`);
  // As it was registered: it may have become ACTIVE meanwhile.
  const registered = { ...consumer, status: 'CREATING' } as const;
  return { Consumer: describedConsumer(registered, { stream, scope: context.scope }) };
}
