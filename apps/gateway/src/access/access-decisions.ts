// Decisions that were made lately. Nearly every call of a producer is the same question again.
//
// Invariants
// - Only what asked no condition is kept, with the very policy of the resource that it was decided by.
// - A principal of the file that is read again is another object: nothing is left of what its old policies said.
// - At most MOST_DECISIONS of a principal and MOST_POLICIES of resources; when there are more, all are made anew.
import {
  decideAccess,
  parsePolicyText,
  type AccessConditions,
  type AccessDecision,
  type PolicyDocument,
  type Principal,
} from '#lib/kinesis';
import type { CallResource } from './call-resource.js';

const MOST_DECISIONS = 1000;
const MOST_POLICIES = 1000;

/** Who asks to do what with what. */
export interface AccessQuestion {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: CallResource;
  /** Asked only where no decision is kept. */
  readonly conditions: () => AccessConditions;
}

interface KeptDecision {
  readonly policy: string | undefined;
  readonly decision: AccessDecision;
}

export class AccessDecisions {
  private readonly kept = new WeakMap<Principal, Map<string, KeptDecision>>();
  private readonly policies = new Map<string, PolicyDocument>();

  decide(question: AccessQuestion): AccessDecision {
    const { action, resource, principal } = question;
    const kept = this.keptOf(principal);
    const key = `${action} ${resource.arn}`;
    const found = kept.get(key);
    if (found && found.policy === resource.policy) return found.decision;
    const decision = this.decideAnew(question);
    if (decision.isLasting)
      keep(kept, { key, value: { policy: resource.policy, decision }, most: MOST_DECISIONS });
    return decision;
  }

  private decideAnew({ principal, action, resource, conditions }: AccessQuestion): AccessDecision {
    return decideAccess({
      principal,
      action,
      resource: resource.arn,
      conditions: conditions(),
      identityPolicies: principal.policies,
      resourcePolicy: resource.policy === undefined ? undefined : this.policyOf(resource.policy),
    });
  }

  private keptOf(principal: Principal): Map<string, KeptDecision> {
    const kept = this.kept.get(principal) ?? new Map<string, KeptDecision>();
    this.kept.set(principal, kept);
    return kept;
  }

  private policyOf(text: string): PolicyDocument {
    const found = this.policies.get(text);
    if (found) return found;
    const policy = readPolicy(text);
    keep(this.policies, { key: text, value: policy, most: MOST_POLICIES });
    return policy;
  }
}

/** PutResourcePolicy takes none that cannot be read; one that is there all the same may have been meant to deny. */
const DENY_ALL: PolicyDocument = {
  statements: [{ effect: 'Deny', actions: ['*'], resources: ['*'], principals: ['*'], conditions: [] }],
};

function readPolicy(text: string): PolicyDocument {
  try {
    return parsePolicyText(text, 'resource');
  } catch {
    return DENY_ALL;
  }
}

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  readonly most: number;
}

function keep<Value>(kept: Map<string, Value>, { key, value, most }: Entry<Value>): void {
  if (kept.size >= most) kept.clear();
  kept.set(key, value);
}
