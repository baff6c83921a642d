import { streamArnOf } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedConsumer } from '../streams/addressed-consumer.js';
import { describedConsumer } from '../streams/described-consumer.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Describes a registered consumer.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function describeStreamConsumer(
  input: KinesisApi.DescribeStreamConsumerInput,
  context: OperationContext,
): KinesisApi.DescribeStreamConsumerOutput {
  const { scope } = context;
  const { stream, consumer } = addressedConsumer(input, context);
  return {
    ConsumerDescription: {
      ...describedConsumer(consumer, { stream, scope }),
      StreamARN: streamArnOf(scope, stream.name),
    },
  };
}
