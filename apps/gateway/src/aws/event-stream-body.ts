import { Readable } from 'node:stream';
import { KinesisError, kinesisErrorOf } from '#lib/kinesis';
import { EventStreamWriter, type Codec, type EventStreamOutput, type OperationName } from '#lib/wire';

/** An operation's answer that is a stream, and how it is written. */
export interface EventStreamAnswer {
  readonly operation: OperationName;
  readonly output: EventStreamOutput;
  readonly codec: Codec;
  /** Hears of failures that nobody foresaw; the client hears of an InternalFailure. */
  readonly onUnexpected: (error: unknown) => void;
}

/**
 * The frames of a stream as the body of an answer. The next event is read when the last one went to the client, or what
 * of it the connection did not take; one more may wait.
 */
export function eventStreamBody(answer: EventStreamAnswer): Readable {
  return Readable.from(framesOf(answer), { objectMode: false, highWaterMark: 1 });
}

async function* framesOf({
  operation,
  output,
  codec,
  onUnexpected,
}: EventStreamAnswer): AsyncGenerator<Buffer> {
  const frames = new EventStreamWriter(codec, { operation, eventType: output.eventType });
  yield frames.initialResponse();
  try {
    for await (const event of output.events()) yield frames.event(event);
  } catch (error) {
    if (!(error instanceof KinesisError)) onUnexpected(error);
    yield frames.exception(kinesisErrorOf(error));
  }
}
