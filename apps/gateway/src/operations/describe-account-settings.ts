import type { KinesisApi } from '#lib/wire';
import { describedCommitment } from '../streams/described-commitment.js';
import type { OperationContext } from '../operation-context.js';

/** Tells whether the account commits to a minimum of throughput, and since when. */
export function describeAccountSettings(
  _input: KinesisApi.DescribeAccountSettingsInput,
  { catalogue, clock }: OperationContext,
): KinesisApi.DescribeAccountSettingsOutput {
  return { MinimumThroughputBillingCommitment: describedCommitment(catalogue.account(), clock.nowMs()) };
}
