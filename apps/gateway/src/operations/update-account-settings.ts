import { decideAccountSettings } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { describedCommitment } from '../streams/described-commitment.js';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/**
 * Begins or ends the account's commitment to a minimum of throughput, which lasts 24 hours at least.
 *
 * @throws KinesisError InternalFailure.
 */
export async function updateAccountSettings(
  input: KinesisApi.UpdateAccountSettingsInput,
  { catalogue, clock }: OperationContext,
): Promise<KinesisApi.UpdateAccountSettingsOutput> {
  const { Status } = input.MinimumThroughputBillingCommitment;
  try {
    const account = await catalogue.updateAccount(({ settings }, { nowMs }) =>
      decideAccountSettings(settings, Status, nowMs),
    );
    return { MinimumThroughputBillingCommitment: describedCommitment(account, clock.nowMs()) };
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
