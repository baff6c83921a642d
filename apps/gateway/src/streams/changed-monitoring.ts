import {
  decideMonitoring,
  streamArnOf,
  type MonitoringChange,
  type NamedMetric,
  type Stream,
} from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from './changed-stream.js';
import type { OperationContext } from '../operation-context.js';

/** Changes a stream's shard-level metrics, and answers what they were and what they are. @throws as `changeStream`. */
export async function changeMonitoring(
  input: KinesisApi.EnableEnhancedMonitoringInput,
  context: OperationContext,
  changeOf: (stream: Stream, named: readonly NamedMetric[]) => MonitoringChange,
): Promise<KinesisApi.EnhancedMonitoringOutput> {
  let change: MonitoringChange = { current: [], desired: [] };
  const { name } = await changeStream(input, context, (stream, decision) => {
    // The last one that is asked for is the one that stands.
    change = changeOf(stream, input.ShardLevelMetrics);
    return decideMonitoring(stream, change, decision);
  });
  return {
    StreamName: name,
    CurrentShardLevelMetrics: change.current,
    DesiredShardLevelMetrics: change.desired,
    StreamARN: streamArnOf(context.scope, name),
  };
}
