import { onlyOnDemand } from './on-demand-mode.js';
import type { StreamDecisionContext } from './stream-decision-context.js';
import type { RecordDistributionStrategy } from './stream-settings.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';

/**
 * Decides how a stream's records find their shard from now on: at once, without UPDATING; stored ones stay where they are.
 *
 * Source: the API reference of UpdateStreamRecordDistributionStrategy.
 *
 * @throws KinesisError InvalidArgumentException: AUTO in mode PROVISIONED; ResourceInUseException where the stream is not
 *   ACTIVE.
 */
export function decideRecordDistribution(
  stream: Stream,
  recordDistribution: RecordDistributionStrategy,
  { nowMs, scope }: StreamDecisionContext,
): readonly StreamEvent[] {
  checkActive(stream, scope);
  if (recordDistribution === 'AUTO' && stream.mode !== 'ON_DEMAND')
    throw onlyOnDemand('RecordDistributionStrategy AUTO');
  if (stream.recordDistribution === recordDistribution) return [];
  return [{ type: 'RecordDistributionChanged', streamId: stream.id, recordDistribution, atMs: nowMs }];
}
