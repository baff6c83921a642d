import { invalidArgument } from './errors.js';
import { checkOnDemandQuota, onlyOnDemand } from './on-demand-mode.js';
import { checkRation } from './rationed-change.js';
import type { StreamDecisionContext } from './stream-decision-context.js';
import type { StreamMode } from './stream-settings.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';
import { checkWarmThroughput, decideWarmThroughput } from './warm-throughput.js';

/** UpdateStreamMode as a request says it. */
export interface UpdateStreamMode {
  readonly mode: StreamMode;
  readonly warmThroughputMiBps?: number | undefined;
}

/**
 * Decides in which mode a stream is; its shards stay as they are. The mode that it has already changes nothing, and is not
 * counted. A stream that distributes its records itself (AUTO) stays on demand: as a provisioned one it would have to go back
 * to partition keys, which its producers need not give, so that is for its owner to do first.
 *
 * Source: the API reference of UpdateStreamMode; Kinesis quotas.
 *
 * @throws KinesisError InvalidArgumentException; ResourceInUseException where the stream is not ACTIVE;
 *   LimitExceededException: two changes in 24 hours, streams on demand, warm throughput.
 */
export function decideStreamMode(
  stream: Stream,
  { mode, warmThroughputMiBps }: UpdateStreamMode,
  context: StreamDecisionContext,
): readonly StreamEvent[] {
  const { account, nowMs, scope } = context;
  if (mode === 'PROVISIONED' && warmThroughputMiBps !== undefined)
    throw onlyOnDemand(`WarmThroughputMiBps ${warmThroughputMiBps}`);
  checkActive(stream, scope);
  if (mode === stream.mode)
    return warmThroughputMiBps === undefined
      ? []
      : decideWarmThroughput(stream, warmThroughputMiBps, context);
  if (mode === 'PROVISIONED') checkProvisionable(stream);
  else checkOnDemandQuota(account, scope);
  if (warmThroughputMiBps !== undefined) checkWarmThroughput(warmThroughputMiBps, context);
  checkRation(stream, { change: 'mode', nowMs, scope });
  const warm = warmThroughputMiBps === undefined ? {} : { warmThroughputMiBps };
  return [{ type: 'StreamModeChanged', streamId: stream.id, mode, ...warm, atMs: nowMs }];
}

function checkProvisionable({ name, recordDistribution }: Stream): void {
  if (recordDistribution === 'USER_PARTITION_KEY') return;
  throw invalidArgument(
    `Stream ${name} has RecordDistributionStrategy ${recordDistribution}, which is supported only for streams in mode ` +
      'ON_DEMAND. Set it to USER_PARTITION_KEY first.',
  );
}
