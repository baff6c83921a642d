import { z } from 'zod';
import type { KinesisApi } from '#lib/wire';

export const ThroughputCommitment = z
  .object({
    status: z.enum(['ENABLED', 'DISABLED', 'ENABLED_UNTIL_EARLIEST_ALLOWED_END']),
    startedAt: z.iso.datetime().optional(),
    endedAt: z.iso.datetime().optional(),
    earliestAllowedEndAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'ThroughputCommitment' });
export type ThroughputCommitment = z.infer<typeof ThroughputCommitment>;

/** What PUT /v1/account/throughput-commitment takes. */
export const CommitmentSetting = z
  .strictObject({ status: z.enum(['ENABLED', 'DISABLED']) })
  .meta({ id: 'CommitmentSetting' });
export type CommitmentSetting = z.infer<typeof CommitmentSetting>;

export const AccountDescription = z
  .object({
    accountId: z.string(),
    region: z.string(),
    openShardCount: z.int(),
    shardLimit: z.int(),
    onDemandStreamCount: z.int(),
    onDemandStreamLimit: z.int(),
    throughputCommitment: ThroughputCommitment,
  })
  .meta({ id: 'Account' });
export type AccountDescription = z.infer<typeof AccountDescription>;

export function commitmentOf(
  commitment: KinesisApi.MinimumThroughputBillingCommitmentOutput | undefined,
): ThroughputCommitment {
  const { Status: status = 'DISABLED', StartedAt, EndedAt, EarliestAllowedEndAt } = commitment ?? {};
  return {
    status,
    ...(StartedAt === undefined ? {} : { startedAt: new Date(StartedAt).toISOString() }),
    ...(EndedAt === undefined ? {} : { endedAt: new Date(EndedAt).toISOString() }),
    ...(EarliestAllowedEndAt === undefined
      ? {}
      : { earliestAllowedEndAt: new Date(EarliestAllowedEndAt).toISOString() }),
  };
}
