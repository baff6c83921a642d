import { LIMITS, openPageToken, resourceNotFound, sealPageToken, type StreamConsumer } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream, checkIncarnation } from '../streams/addressed-stream.js';
import { describedConsumer } from '../streams/described-consumer.js';
import type { OperationContext } from '../operation-context.js';

const OPERATION = 'ListStreamConsumers';

/**
 * Lists a stream's registered consumers by name, a page at a time: 100 by default and at most, whatever MaxResults says.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   ExpiredNextTokenException.
 */
export function listStreamConsumers(
  input: KinesisApi.ListStreamConsumersInput,
  context: OperationContext,
): KinesisApi.ListStreamConsumersOutput {
  const { scope, seal, clock } = context;
  const { StreamARN, StreamId, StreamCreationTimestamp: presentedMs, NextToken: token, MaxResults } = input;
  const stream = addressedStream({ StreamARN, StreamId }, context);
  checkIncarnation(stream, { presentedMs, scope });
  const nowMs = clock.nowMs();
  let consumers: readonly StreamConsumer[] = stream.consumers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (token !== undefined) {
    const { next } = openPageToken(seal, OPERATION, { token, nowMs });
    if (next.streamId !== stream.id)
      throw resourceNotFound(`The NextToken belongs to another stream than ${StreamARN}.`);
    consumers = consumers.filter(({ name }) => name > (next.behind as string));
  }
  const pageSize = Math.min(MaxResults ?? LIMITS.consumersPerList, LIMITS.consumersPerList);
  const page = consumers.slice(0, pageSize);
  const next = { streamId: stream.id, behind: page.at(-1)?.name };
  return {
    Consumers: page.map((consumer) => describedConsumer(consumer, { stream, scope })),
    NextToken:
      consumers.length > pageSize ? sealPageToken(seal, OPERATION, { next, issuedAtMs: nowMs }) : undefined,
  };
}
