import { describe, expect, it } from '@jest/globals';
import { KinesisError } from './errors.js';
import {
  checkSubscriptionCall,
  decideShardSubscription,
  type SubscriptionCalls,
} from './shard-subscription.js';
import type { StreamConsumerStatus } from './stream-consumer.js';
import type { StreamName } from './stream.js';

const START_MS = Date.UTC(2026, 10, 22);

interface Call {
  /** Seconds since the start. */
  readonly at: number;
  readonly status?: StreamConsumerStatus;
}

const YES = 'subscribed';
const IN_USE = 'ResourceInUseException';
const TOO_OFTEN = 'LimitExceededException';

/** What a call is answered: `subscribed`, or the error as `Code: sentence`. */
function answerTo(calls: SubscriptionCalls | undefined, { at, status = 'ACTIVE' }: Call): string {
  const call = {
    consumer: { name: 'reader', status },
    streamName: 'orders' as StreamName,
    shardNumber: 3,
    scope: { accountId: '123456789012', region: 'eu-north-1' },
    nowMs: START_MS + 1000 * at,
  };
  try {
    checkSubscriptionCall(calls, call);
    decideShardSubscription(calls, call);
    return 'subscribed';
  } catch (error) {
    if (!(error instanceof KinesisError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** The answers to calls one after the other, as their codes. */
function answersTo(...seconds: readonly number[]): readonly string[] {
  let calls: SubscriptionCalls | undefined;
  return seconds.map((at) => {
    const answer = answerTo(calls, { at }).replace(/:.*/, '');
    const lastAtMs = START_MS + 1000 * at;
    if (answer === YES) calls = { lastAtMs, subscribedAtMs: lastAtMs };
    else if (answer === IN_USE) calls = { ...calls, lastAtMs };
    return answer;
  });
}

describe('a subscription of a consumer to a shard', () => {
  it.each([
    { calls: [0], answers: [YES] },
    { calls: [0, 0], answers: [YES, IN_USE] },
    { calls: [0, 0.5], answers: [YES, IN_USE] },
    { calls: [0, 4.999], answers: [YES, IN_USE] },
    { calls: [0, 5], answers: [YES, YES] },
    { calls: [0, 5, 9.999, 11], answers: [YES, YES, IN_USE, YES] },
    { calls: [0, 2, 2.999], answers: [YES, IN_USE, TOO_OFTEN] },
    { calls: [0, 2, 3], answers: [YES, IN_USE, IN_USE] },
    { calls: [0, 4.5, 5, 5.4, 5.5], answers: [YES, IN_USE, TOO_OFTEN, TOO_OFTEN, YES] },
  ])('asked for at second $calls is answered $answers', ({ calls, answers }) => {
    expect(answersTo(...calls)).toEqual(answers);
  });

  it('is refused in words that name it', () => {
    const calls = { lastAtMs: START_MS, subscribedAtMs: START_MS };
    expect(answerTo(calls, { at: 1 })).toBe(
      'ResourceInUseException: Another active subscription exists for this consumer: ' +
        '123456789012:orders:shardId-000000000003:reader',
    );
    expect(answerTo({ lastAtMs: START_MS }, { at: 0.5 })).toBe(
      'LimitExceededException: Rate exceeded for consumer reader of stream orders under account 123456789012 ' +
        'and shard shardId-000000000003',
    );
  });

  it.each(['CREATING', 'DELETING'] as const)('is refused to a consumer that is %s', (status) => {
    expect(answerTo(undefined, { at: 0, status })).toBe(
      'ResourceInUseException: Consumer reader of stream orders under account 123456789012 not ACTIVE, ' +
        `instead in state ${status}`,
    );
  });
});
