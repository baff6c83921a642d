import { parsePolicyCondition, PolicyConditionError, type PolicyCondition } from './policy-condition.js';
import { repeatedJsonName } from './repeated-json-name.js';

/**
 * What somebody may do, in IAM's language: the part of it that Shardwell understands. Whatever else a policy says is
 * refused when it is read, for a policy that is half understood allows what it should not.
 *
 * Source: the IAM user guide, JSON policy elements.
 */
export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns in lower case, e.g. `kinesis:put*`. */
  readonly actions: readonly string[];
  /** Patterns of ARNs, or `*`. */
  readonly resources: readonly string[];
  /** Of a resource policy: `*`, accounts by their numbers, ARNs. Of an identity policy none: it is about its owner. */
  readonly principals: readonly string[];
  /** All must hold. */
  readonly conditions: readonly PolicyCondition[];
}

/** An identity policy stands with a principal, a resource policy with a stream or a consumer. */
export type PolicyKind = 'identity' | 'resource';

/** A policy that cannot be used: one sentence for each thing that is wrong with it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}

/**
 * Reads a policy, as JSON.
 *
 * @throws SyntaxError where it is no JSON; PolicyError as `parsePolicyDocument`, and where an element is there twice.
 */
export function parsePolicyText(text: string, kind: PolicyKind): PolicyDocument {
  const value: unknown = JSON.parse(text);
  const name = repeatedJsonName(text);
  if (name !== undefined) throw new PolicyError([`${name} is there twice`]);
  return parsePolicyDocument(value, kind);
}

/**
 * Reads a policy, as JSON.parse gives it.
 *
 * @throws PolicyError with every problem at once, each with the element that it is about.
 */
export function parsePolicyDocument(value: unknown, kind: PolicyKind): PolicyDocument {
  const problems: string[] = [];
  const statements = statementsOf(value, { kind, report: (problem) => problems.push(problem) });
  if (problems.length > 0) throw new PolicyError(problems);
  return { statements };
}

interface Reading {
  readonly kind: PolicyKind;
  /** Takes a problem and lets the reading go on, so that all of them are told at once. */
  readonly report: (problem: string) => void;
}

type Elements = Readonly<Record<string, unknown>>;

const VERSIONS: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17'];
const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];
const ELEMENTS_OF: Readonly<Record<PolicyKind, readonly string[]>> = {
  identity: STATEMENT_ELEMENTS,
  resource: [...STATEMENT_ELEMENTS, 'Principal'],
};

function statementsOf(value: unknown, { kind, report }: Reading): readonly PolicyStatement[] {
  const document = structureOf(value, { what: 'The policy', report });
  refuseOthers(document, DOCUMENT_ELEMENTS, report);
  if (!VERSIONS.includes(document['Version'])) report('Version must be 2012-10-17 or 2008-10-17');
  const statements = listOf(document['Statement']);
  if (statements.length === 0) report('Statement is missing');
  return statements.map((statement, i) =>
    statementOf(statement, { kind, report: (problem) => report(`Statement ${i + 1}: ${problem}`) }),
  );
}

function statementOf(value: unknown, { kind, report }: Reading): PolicyStatement {
  const statement = structureOf(value, { what: 'The statement', report });
  refuseOthers(statement, ELEMENTS_OF[kind], report);
  const { Effect: effect, Action, Resource, Principal, Condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') report('Effect must be Allow or Deny');
  return {
    effect: effect === 'Allow' ? 'Allow' : 'Deny',
    actions: patternsOf(Action, ACTION, report).map((action) => action.toLowerCase()),
    resources: patternsOf(Resource, RESOURCE, report),
    principals: kind === 'resource' ? principalsOf(Principal, report) : [],
    conditions: Condition === undefined ? [] : conditionsOf(Condition, report),
  };
}

/** Also NotAction, NotResource and NotPrincipal: without them a statement would say the opposite. */
function refuseOthers(given: Elements, known: readonly string[], report: Reading['report']): void {
  for (const element of Object.keys(given)) {
    if (!known.includes(element)) report(`${element} is not supported here; there are ${known.join(', ')}`);
  }
}

interface PatternRule {
  readonly element: string;
  readonly pattern: RegExp;
  readonly wanted: string;
}

const ACTION: PatternRule = {
  element: 'Action',
  pattern: /^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i,
  wanted: 'an action such as kinesis:PutRecord or kinesis:*',
};

/** Without variables such as `${aws:username}`: nobody fills them in. */
const RESOURCE: PatternRule = {
  element: 'Resource',
  pattern: /^(\*|arn:[^:$]*:[^:$]*:[^:$]*:[^:$]*:[^$]+)$/,
  wanted: 'an ARN such as arn:aws:kinesis:*:*:stream/orders, or *, without variables',
};

const PRINCIPAL: PatternRule = {
  element: 'Principal',
  pattern: /^(\*|\d{12}|arn:aws[^:*?]*:(iam|sts)::\d{12}:[^*?]+)$/,
  wanted: 'an account or the ARN of a principal, whole, or *',
};

function patternsOf(value: unknown, rule: PatternRule, report: Reading['report']): readonly string[] {
  const patterns = listOf(value);
  if (patterns.length === 0) report(`${rule.element} is missing`);
  return patterns.filter((pattern): pattern is string => {
    if (typeof pattern === 'string' && rule.pattern.test(pattern)) return true;
    report(`${rule.element} has ${JSON.stringify(pattern)}, but needs ${rule.wanted}`);
    return false;
  });
}

/** `"*"`, or `{"AWS": …}`. An account may be written as the ARN of its root. */
function principalsOf(value: unknown, report: Reading['report']): readonly string[] {
  if (value === '*') return ['*'];
  const principal = structureOf(value, { what: 'Principal', report });
  for (const type of Object.keys(principal)) {
    if (type !== 'AWS') report(`Principal has ${type}, but only AWS is supported`);
  }
  const ids = patternsOf(principal['AWS'], PRINCIPAL, report);
  return ids.map((id) => /^arn:[^:]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id);
}

function conditionsOf(value: unknown, report: Reading['report']): readonly PolicyCondition[] {
  const operators = Object.entries(structureOf(value, { what: 'Condition', report }));
  return operators.flatMap(([operator, keys]) =>
    Object.entries(structureOf(keys, { what: `Condition.${operator}`, report })).flatMap(([key, values]) => {
      try {
        return [parsePolicyCondition(operator, { key, values: listOf(values) })];
      } catch (error) {
        if (!(error instanceof PolicyConditionError)) throw error;
        report(`Condition.${operator} ${error.message}`);
        return [];
      }
    }),
  );
}

/** What may be one or a list of them. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Nothing at all where it is none. */
function structureOf(
  value: unknown,
  { what, report }: { readonly what: string; readonly report: Reading['report'] },
): Elements {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Elements;
  report(`${what} is missing or no JSON object`);
  return {};
}
