import { LIMITS, onDemandStreamCount, openShardCount } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import type { OperationContext } from '../operation-context.js';

/** Tells how much of the account's quotas is used. There are no channels, and none may be made yet. */
export function describeLimits(
  _input: KinesisApi.DescribeLimitsInput,
  { catalogue, shardQuota }: OperationContext,
): KinesisApi.DescribeLimitsOutput {
  const account = catalogue.account();
  return {
    ShardLimit: shardQuota,
    OpenShardCount: openShardCount(account),
    OnDemandStreamCount: onDemandStreamCount(account),
    OnDemandStreamCountLimit: LIMITS.onDemandStreams,
    ChannelCount: 0,
    ChannelCountLimit: 0,
  };
}
