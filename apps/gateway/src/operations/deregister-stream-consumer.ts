import { decideDeregisterConsumer } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedConsumer } from '../streams/addressed-consumer.js';
import { changeStream } from '../streams/changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Takes a consumer from its stream. Its subscriptions end.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, LimitExceededException, InternalFailure.
 */
export async function deregisterStreamConsumer(
  input: KinesisApi.DeregisterStreamConsumerInput,
  context: OperationContext,
): Promise<void> {
  const { stream, consumer } = addressedConsumer(input, context);
  await changeStream({ StreamId: stream.id }, context, (present, decision) =>
    decideDeregisterConsumer(present, consumer.name, decision),
  );
}
