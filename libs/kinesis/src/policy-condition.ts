import { isInNetwork, parseIpAddress, parseIpNetwork, type IpNetwork } from './ip-network.js';

/** What conditions ask about a request. */
export interface AccessConditions {
  /** The address that the connection comes from. */
  readonly sourceIp: string;
  /** Whether the connection is TLS. */
  readonly isSecure: boolean;
  readonly nowMs: number;
}

/** One operator on one key. It holds by any of its values; a negated one where none of them does. */
export type PolicyCondition = (conditions: AccessConditions) => boolean;

/** A condition that cannot be used; the message says why. */
export class PolicyConditionError extends Error {
  override readonly name = 'PolicyConditionError';
}

/**
 * Reads one condition: `aws:SourceIp` with IpAddress and NotIpAddress, `aws:SecureTransport` with Bool, `aws:CurrentTime`
 * with the four orders of dates. The names of keys know no capitals, those of operators do.
 *
 * Source: the IAM user guide, condition operators and global condition keys.
 *
 * @throws PolicyConditionError for every other one: a condition that is not understood must not be passed over.
 */
export function parsePolicyCondition(
  operator: string,
  { key, values }: { readonly key: string; readonly values: readonly unknown[] },
): PolicyCondition {
  const condition = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!condition)
    throw new PolicyConditionError(`is not supported; there are ${listed(Object.keys(OPERATORS))}`);
  if (key.toLowerCase() !== condition.key.toLowerCase())
    throw new PolicyConditionError(`cannot ask for ${key}, only for ${condition.key}`);
  if (values.length === 0) throw new PolicyConditionError(`has no value for ${key}`);
  return condition.parse(values);
}

interface Operator {
  readonly key: string;
  readonly parse: (values: readonly unknown[]) => PolicyCondition;
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  IpAddress: { key: 'aws:SourceIp', parse: fromNetwork },
  NotIpAddress: {
    key: 'aws:SourceIp',
    parse(values) {
      const isFromNetwork = fromNetwork(values);
      return (conditions) => !isFromNetwork(conditions);
    },
  },
  Bool: { key: 'aws:SecureTransport', parse: overTls },
  DateGreaterThan: date((nowMs, limitMs) => nowMs > limitMs),
  DateGreaterThanEquals: date((nowMs, limitMs) => nowMs >= limitMs),
  DateLessThan: date((nowMs, limitMs) => nowMs < limitMs),
  DateLessThanEquals: date((nowMs, limitMs) => nowMs <= limitMs),
};

function fromNetwork(values: readonly unknown[]): PolicyCondition {
  const networks = values.map(networkOf);
  return ({ sourceIp }) => {
    const address = parseIpAddress(sourceIp);
    return address !== undefined && networks.some((network) => isInNetwork(address, network));
  };
}

function networkOf(value: unknown): IpNetwork {
  const network = typeof value === 'string' ? parseIpNetwork(value) : undefined;
  if (!network) throw wrongValue(value, 'an address or a network such as 10.0.0.0/8');
  return network;
}

function overTls(values: readonly unknown[]): PolicyCondition {
  const wanted = new Set(values.map(booleanOf));
  return ({ isSecure }) => wanted.has(isSecure);
}

function booleanOf(value: unknown): boolean {
  const text = String(value).toLowerCase();
  if (text !== 'true' && text !== 'false') throw wrongValue(value, 'true or false');
  return text === 'true';
}

function date(holds: (nowMs: number, limitMs: number) => boolean): Operator {
  return {
    key: 'aws:CurrentTime',
    parse(values) {
      const limits = values.map(timeOf);
      return ({ nowMs }) => limits.some((limitMs) => holds(nowMs, limitMs));
    },
  };
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** ISO 8601, or seconds since 1970. Source: the IAM user guide, date condition operators. */
function timeOf(value: unknown): number {
  const text = String(value);
  const ms = /^\d{1,11}$/.test(text)
    ? Number(text) * 1000
    : ISO_DATE.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(ms)) throw wrongValue(value, 'a time such as 2026-12-31T23:59:59Z');
  return ms;
}

function wrongValue(value: unknown, wanted: string): PolicyConditionError {
  return new PolicyConditionError(`has the value ${JSON.stringify(value)}, but needs ${wanted}`);
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
