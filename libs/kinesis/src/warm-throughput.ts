import type { Account } from './account.js';
import { isCommitted } from './account-settings.js';
import { invalidArgument, limitExceeded } from './errors.js';
import { LIMITS } from './limits.js';
import { onlyOnDemand } from './on-demand-mode.js';
import type { StreamDecisionContext } from './stream-decision-context.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';

/**
 * Decides which throughput a stream on demand keeps warm. It is UPDATING until it is there.
 *
 * Source: the API reference of UpdateStreamWarmThroughput.
 *
 * @throws KinesisError InvalidArgumentException: a stream in mode PROVISIONED, an account without commitment;
 *   LimitExceededException: more than 10 GiB/s; ResourceInUseException where the stream is not ACTIVE.
 */
export function decideWarmThroughput(
  stream: Stream,
  warmThroughputMiBps: number,
  context: StreamDecisionContext,
): readonly StreamEvent[] {
  checkActive(stream, context.scope);
  if (stream.mode !== 'ON_DEMAND') throw onlyOnDemand(`WarmThroughputMiBps ${warmThroughputMiBps}`);
  checkWarmThroughput(warmThroughputMiBps, context);
  if (stream.warmThroughput?.targetMiBps === warmThroughputMiBps) return [];
  return [{ type: 'WarmThroughputChanged', streamId: stream.id, warmThroughputMiBps, atMs: context.nowMs }];
}

/** @throws KinesisError InvalidArgumentException: no commitment; LimitExceededException. */
export function checkWarmThroughput(
  miBps: number,
  { account, nowMs }: { readonly account: Account; readonly nowMs: number },
): void {
  if (!isCommitted(account.settings, nowMs)) {
    throw invalidArgument(
      `WarmThroughputMiBps ${miBps} is supported only for accounts with MinimumThroughputBillingCommitment. ` +
        'Enable it by UpdateAccountSettings.',
    );
  }
  if (miBps > LIMITS.warmThroughputMiBps)
    throw limitExceeded(`WarmThroughputMiBps ${miBps} is too much. Limit: ${LIMITS.warmThroughputMiBps}.`);
}
