import { KinesisError } from './errors.js';
import type { AccessConditions } from './policy-condition.js';
import type { PolicyDocument, PolicyStatement } from './policy-document.js';
import type { Principal } from './principal.js';
import { matchesWildcard } from './wildcard-pattern.js';

/** Whether somebody may do something with something. */
export interface AccessQuestion {
  readonly principal: Principal;
  /** `kinesis:PutRecord` */
  readonly action: string;
  /** An ARN; `*` where the action is about the account. */
  readonly resource: string;
  readonly conditions: AccessConditions;
  readonly identityPolicies: readonly PolicyDocument[];
  /** That of the resource. */
  readonly resourcePolicy?: PolicyDocument | undefined;
}

export type AccessReason =
  | 'root'
  | 'allowed-by-identity-policy'
  | 'allowed-by-resource-policy'
  | 'denied-by-identity-policy'
  | 'denied-by-resource-policy'
  | 'not-allowed';

export interface AccessDecision {
  readonly isAllowed: boolean;
  readonly reason: AccessReason;
  /** No condition was asked: the same question has the same answer at any time and from anywhere. */
  readonly isLasting: boolean;
}

/**
 * Decides as IAM does within an account: root may everything; an explicit Deny in any policy wins; an Allow in one of
 * them suffices; what nobody allows is denied.
 *
 * Source: the IAM user guide, policy evaluation logic.
 */
export function decideAccess(question: AccessQuestion): AccessDecision {
  if (question.principal.isRoot) return { isAllowed: true, reason: 'root', isLasting: true };
  const identity = question.identityPolicies.flatMap(({ statements }) => aboutAction(statements, question));
  const resource = aboutAction(question.resourcePolicy?.statements ?? [], question).filter((statement) =>
    isAboutPrincipal(statement, question.principal),
  );
  const isLasting = [...identity, ...resource].every(({ conditions }) => conditions.length === 0);
  const has = (effect: PolicyStatement['effect'], statements: readonly PolicyStatement[]): boolean =>
    statements.some(
      (statement) =>
        statement.effect === effect && statement.conditions.every((holds) => holds(question.conditions)),
    );
  if (has('Deny', identity)) return { isAllowed: false, reason: 'denied-by-identity-policy', isLasting };
  if (has('Deny', resource)) return { isAllowed: false, reason: 'denied-by-resource-policy', isLasting };
  if (has('Allow', identity)) return { isAllowed: true, reason: 'allowed-by-identity-policy', isLasting };
  if (has('Allow', resource)) return { isAllowed: true, reason: 'allowed-by-resource-policy', isLasting };
  return { isAllowed: false, reason: 'not-allowed', isLasting };
}

function aboutAction(
  statements: readonly PolicyStatement[],
  { action, resource }: AccessQuestion,
): readonly PolicyStatement[] {
  const inLowerCase = action.toLowerCase();
  return statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => matchesWildcard(pattern, inLowerCase)) &&
      resources.some((pattern) => matchesWildcard(pattern, resource)),
  );
}

/** An account stands for everybody in it. */
function isAboutPrincipal({ principals }: PolicyStatement, { arn }: Principal): boolean {
  const account = arn.split(':')[4] ?? '';
  return principals.some((named) => named === '*' || named === arn || named === account);
}

/** The refusal of a question that was decided so. Source of the sentences: the IAM user guide, access denied messages. */
export function accessDenied(
  { principal, action, resource }: Pick<AccessQuestion, 'principal' | 'action' | 'resource'>,
  { reason }: Pick<AccessDecision, 'reason'>,
): KinesisError {
  return new KinesisError(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because(reason, action)}`,
  );
}

function because(reason: AccessReason, action: string): string {
  if (reason === 'denied-by-identity-policy') return 'with an explicit deny in an identity-based policy';
  if (reason === 'denied-by-resource-policy') return 'with an explicit deny in a resource-based policy';
  return `because no identity-based policy allows the ${action} action`;
}
