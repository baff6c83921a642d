import type { Account } from './account.js';
import { isCommitted } from './account-settings.js';
import { limitExceeded, resourceInUse } from './errors.js';
import { LIMITS } from './limits.js';
import type { AccountScope } from './stream-arn.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';
import { checkTags, type Tags } from './tags.js';

/** RegisterStreamConsumer as a request says it. */
export interface RegisterConsumer {
  readonly consumerName: string;
  readonly tags?: Tags | undefined;
}

/**
 * Decides whether a stream gets one more consumer. It is CREATING at first.
 *
 * Source: the API reference of RegisterStreamConsumer; Kinesis quotas.
 *
 * @throws KinesisError ResourceInUseException: the name is used, or the stream is not ACTIVE; LimitExceededException: 20
 *   consumers (50 where the account commits to a minimum of throughput), 5 of them CREATING; InvalidArgumentException: tags.
 */
export function decideRegisterConsumer(
  stream: Stream,
  { consumerName, tags = {} }: RegisterConsumer,
  {
    account,
    nowMs,
    scope,
  }: { readonly account: Account; readonly nowMs: number; readonly scope: AccountScope },
): readonly StreamEvent[] {
  const { id: streamId, name, consumers } = stream;
  const ofStream = `stream ${name} under account ${scope.accountId}`;
  if (consumers.some((consumer) => consumer.name === consumerName))
    throw resourceInUse(`Consumer ${consumerName} of ${ofStream} already exists.`);
  checkActive(stream, scope);
  const most = consumerQuota(account, nowMs);
  if (consumers.length >= most) {
    throw limitExceeded(
      `${consumers.length} consumers are registered with ${ofStream}. Limit: ${most}. Deregister one first.`,
    );
  }
  const creating = consumers.filter(({ status }) => status === 'CREATING').length;
  if (creating >= LIMITS.consumersCreating) {
    throw limitExceeded(
      `${creating} consumers of ${ofStream} are CREATING. Limit: ${LIMITS.consumersCreating}. Try again when they are ACTIVE.`,
    );
  }
  return [{ type: 'ConsumerRegistered', streamId, consumerName, tags: checkTags(tags), atMs: nowMs }];
}

/** Consumers that a stream may have. Source: the API reference of RegisterStreamConsumer, On-demand Advantage. */
export function consumerQuota({ settings }: Account, nowMs: number): number {
  return isCommitted(settings, nowMs) ? LIMITS.consumersPerStreamWithCommitment : LIMITS.consumersPerStream;
}
