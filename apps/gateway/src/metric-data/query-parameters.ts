/** A value of a request in AWS's Query protocol, or what is beneath its name. */
export type QueryValue = string | QueryList | QueryStructure;
export type QueryList = readonly QueryValue[];
export interface QueryStructure {
  readonly [name: string]: QueryValue;
}

/** How lists are named: `MetricData.member.1.MetricName`. */
const LIST = 'member';
/** `MetricData.member.1.StatisticValues.Sum` is five; nothing is twice as deep. */
const MOST_PARTS = 10;

type Branch = Map<string, Branch | string>;

/**
 * The parameters of a request in AWS's Query protocol as the structure that their names describe. A name that is given
 * twice has its last value; one that makes no sense beside the others is left out.
 *
 * Source: the AWS Query protocol, as Smithy describes it.
 */
export function queryParameters(body: string): QueryStructure {
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(body)) {
    const parts = name.split('.');
    if (parts.length <= MOST_PARTS) put(root, parts, value);
  }
  return structureOf(root);
}

function put(root: Branch, parts: readonly string[], value: string): void {
  let branch = root;
  for (const part of parts.slice(0, -1)) {
    const next = branch.get(part) ?? new Map();
    if (typeof next === 'string') return;
    branch.set(part, next);
    branch = next;
  }
  branch.set(parts.at(-1) ?? '', value);
}

function structureOf(branch: Branch): QueryStructure {
  return Object.fromEntries([...branch].map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(value: Branch | string): QueryValue {
  if (typeof value === 'string') return value;
  const members = value.get(LIST);
  if (!(members instanceof Map)) return structureOf(value);
  return [...members].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, member]) => valueOf(member));
}
