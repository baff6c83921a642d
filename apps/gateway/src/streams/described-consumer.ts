import { consumerArnOf, type AccountScope, type Stream, type StreamConsumer } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';

/** What the operations say alike about a consumer. */
export function describedConsumer(
  consumer: StreamConsumer,
  { stream, scope }: { readonly stream: Stream; readonly scope: AccountScope },
): KinesisApi.Consumer {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumerArnOf(scope, stream.name, consumer),
    ConsumerStatus: consumer.status,
    ConsumerCreationTimestamp: consumer.createdAtMs,
  };
}
