import { resolveConsumer, type ConsumerOfStream } from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';

/** The members by which a request names a consumer. */
export interface ConsumerAddress {
  readonly ConsumerARN?: string | undefined;
  readonly StreamARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly StreamId?: string | undefined;
}

/** The consumer that a request means. @throws KinesisError InvalidArgumentException, ResourceNotFoundException. */
export function addressedConsumer(
  { ConsumerARN, StreamARN, ConsumerName, StreamId }: ConsumerAddress,
  { catalogue, scope }: OperationContext,
): ConsumerOfStream {
  const reference = {
    consumerArn: ConsumerARN,
    streamArn: StreamARN,
    consumerName: ConsumerName,
    streamId: StreamId,
  };
  return resolveConsumer(catalogue.account(), reference, scope);
}
