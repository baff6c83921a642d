import { invalidArgument } from './errors.js';
import { parseSequenceNumber } from './sequence-number.js';
import type { AccountScope } from './stream-arn.js';
import type { Stream } from './stream.js';

export interface OrderingContext {
  readonly stream: Stream;
  readonly scope: AccountScope;
  readonly nowMs: number;
}

/** As far as two hosts that serve may be apart: a number that another one has just given out is not "the future". */
const CLOCK_TOLERANCE_SECONDS = 2;

/**
 * Decides whether PutRecord may go on with this SequenceNumberForOrdering. The order itself needs no work: a shard's
 * numbers only grow, so the next one is greater than any that was ever given out.
 *
 * Source: the API reference of PutRecord; sentence recorded against AWS.
 *
 * @throws KinesisError InvalidArgumentException where the number is malformed or of the future.
 */
export function decideSequenceNumberForOrdering(
  text: string,
  { stream, scope, nowMs }: OrderingContext,
): void {
  const fields = parseSequenceNumber(text);
  if (fields && fields.second <= nowMs / 1000 + CLOCK_TOLERANCE_SECONDS) return;
  throw invalidArgument(
    `ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream ${stream.name} under account ` +
      `${scope.accountId} is invalid.`,
  );
}
