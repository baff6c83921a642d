import { commitmentAt, type Account } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';

/** What is said of the account's commitment to a minimum of throughput. */
export function describedCommitment(
  { settings }: Account,
  nowMs: number,
): KinesisApi.MinimumThroughputBillingCommitmentOutput {
  const { status, startedAtMs, endedAtMs, earliestAllowedEndAtMs } = commitmentAt(settings, nowMs);
  return {
    Status: status,
    StartedAt: startedAtMs,
    EndedAt: endedAtMs,
    EarliestAllowedEndAt: earliestAllowedEndAtMs,
  };
}
