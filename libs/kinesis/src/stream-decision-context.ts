import type { Account } from './account.js';
import type { AccountScope } from './stream-arn.js';

/** What a decision about one stream may look at, besides the stream. */
export interface StreamDecisionContext {
  readonly account: Account;
  readonly nowMs: number;
  readonly scope: AccountScope;
}
