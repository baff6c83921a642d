import type { StreamDecisionContext } from './stream-decision-context.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';

/**
 * Decides how large a stream's records may be, in KiB; what is stored stays. The range (1,024 to 10,240) is the service
 * model's business.
 *
 * @throws KinesisError ResourceInUseException where the stream is not ACTIVE.
 */
export function decideMaxRecordSize(
  stream: Stream,
  maxRecordSizeKiB: number,
  { nowMs, scope }: StreamDecisionContext,
): readonly StreamEvent[] {
  checkActive(stream, scope);
  if (stream.maxRecordSizeKiB === maxRecordSizeKiB) return [];
  return [{ type: 'MaxRecordSizeChanged', streamId: stream.id, maxRecordSizeKiB, atMs: nowMs }];
}
