import type { PolicyDocument } from './policy-document.js';
import type { AccountScope } from './stream-arn.js';

/** Who calls: what policies name, and what the audit says. */
export interface Principal {
  /** `arn:aws:iam::ACCOUNT:user/NAME`; that of the account's root for the root key. */
  readonly arn: string;
  /** Unique in the installation. */
  readonly name: string;
  /** May do everything, whatever policies say. */
  readonly isRoot: boolean;
  /** What it may do, besides what the policies of streams and consumers allow. */
  readonly policies: readonly PolicyDocument[];
}

/** A principal of the account. Source of the ARN: the IAM user guide, identifiers. */
export function userPrincipal(
  { accountId }: Pick<AccountScope, 'accountId'>,
  { name, policies }: Pick<Principal, 'name' | 'policies'>,
): Principal {
  return { arn: `arn:aws:iam::${accountId}:user/${name}`, name, isRoot: false, policies };
}

export function rootPrincipal({ accountId }: Pick<AccountScope, 'accountId'>): Principal {
  return { arn: `arn:aws:iam::${accountId}:root`, name: 'root', isRoot: true, policies: [] };
}

/** Whoever calls where nobody is asked who they are. */
export const ANYONE: Principal = { arn: 'anonymous', name: 'anonymous', isRoot: false, policies: [] };
