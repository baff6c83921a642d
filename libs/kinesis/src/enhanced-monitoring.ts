import type { StreamDecisionContext } from './stream-decision-context.js';
import { SHARD_LEVEL_METRICS, type ShardLevelMetric } from './stream-settings.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';

/** A metric as requests name it; `ALL` stands for all of them. */
export type NamedMetric = ShardLevelMetric | 'ALL';

/** A stream's metrics before and after a change, each once and in AWS's order. */
export interface MonitoringChange {
  readonly current: readonly ShardLevelMetric[];
  readonly desired: readonly ShardLevelMetric[];
}

/** What the stream's metrics become with these. */
export function enabledMonitoring(
  { shardLevelMetrics: current }: Stream,
  named: readonly NamedMetric[],
): MonitoringChange {
  return {
    current,
    desired: SHARD_LEVEL_METRICS.filter((metric) => current.includes(metric) || isNamed(metric, named)),
  };
}

/** What the stream's metrics become without these. */
export function disabledMonitoring(
  { shardLevelMetrics: current }: Stream,
  named: readonly NamedMetric[],
): MonitoringChange {
  return { current, desired: current.filter((metric) => !isNamed(metric, named)) };
}

function isNamed(metric: ShardLevelMetric, named: readonly NamedMetric[]): boolean {
  return named.includes(metric) || named.includes('ALL');
}

/** Decides that the change is made. @throws KinesisError ResourceInUseException where the stream is not ACTIVE. */
export function decideMonitoring(
  stream: Stream,
  { current, desired }: MonitoringChange,
  { nowMs, scope }: StreamDecisionContext,
): readonly StreamEvent[] {
  checkActive(stream, scope);
  if (current.length === desired.length) return [];
  return [{ type: 'ShardLevelMetricsChanged', streamId: stream.id, metrics: desired, atMs: nowMs }];
}
