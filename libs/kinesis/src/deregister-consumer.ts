import { consumerNotFound } from './consumer-reference.js';
import type { AccountScope } from './stream-arn.js';
import type { Stream, StreamEvent } from './stream.js';

/**
 * Decides that a consumer goes. It is DELETING at first; one that is DELETING already stays so.
 *
 * @throws KinesisError ResourceNotFoundException where another call was faster.
 */
export function decideDeregisterConsumer(
  { id: streamId, name, consumers }: Stream,
  consumerName: string,
  { nowMs, scope }: { readonly nowMs: number; readonly scope: AccountScope },
): readonly StreamEvent[] {
  const consumer = consumers.find((each) => each.name === consumerName);
  if (!consumer) throw consumerNotFound(`${consumerName} of stream ${name}`, scope);
  if (consumer.status === 'DELETING') return [];
  return [{ type: 'ConsumerDeregistrationStarted', streamId, consumerName, atMs: nowMs }];
}
