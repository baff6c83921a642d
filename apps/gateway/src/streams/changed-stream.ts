import type { AccountEvent, Stream, StreamDecisionContext } from '#lib/kinesis';
import { addressedStream, type StreamAddress } from './addressed-stream.js';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/**
 * Changes the stream that a request means as `decide` says of its newest version.
 *
 * @returns the stream with the change.
 * @throws what `decide` throws; KinesisError as `addressedStream`, InternalFailure.
 */
export async function changeStream(
  address: StreamAddress,
  context: OperationContext,
  decide: (stream: Stream, decision: StreamDecisionContext) => readonly AccountEvent[],
): Promise<Stream> {
  const { id } = addressedStream(address, context);
  try {
    return await context.catalogue.updateStream(id, decide);
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
