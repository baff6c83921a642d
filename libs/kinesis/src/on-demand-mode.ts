import type { Account } from './account.js';
import { invalidArgument, limitExceeded, type KinesisError } from './errors.js';
import { LIMITS } from './limits.js';
import type { AccountScope } from './stream-arn.js';

export function onDemandStreamCount(account: Account): number {
  return [...account.streams.values()].filter((stream) => stream.mode === 'ON_DEMAND').length;
}

/** @throws KinesisError LimitExceededException where the account may have no further stream in mode ON_DEMAND. */
export function checkOnDemandQuota(account: Account, { accountId, region }: AccountScope): void {
  if (onDemandStreamCount(account) < LIMITS.onDemandStreams) return;
  throw limitExceeded(
    `This request would exceed the limit of streams in mode ON_DEMAND for the account ${accountId} in ${region}. ` +
      `Limit: ${LIMITS.onDemandStreams}. Use the mode PROVISIONED, with a ShardCount.`,
  );
}

/** What is said of a member that streams in mode PROVISIONED do not have. */
export function onlyOnDemand(member: string): KinesisError {
  return invalidArgument(`${member} is supported only for streams in mode ON_DEMAND.`);
}
