import { describe, expect, it } from '@jest/globals';
import type { AccessConditions } from './policy-condition.js';
import { parsePolicyDocument, PolicyError, type PolicyKind } from './policy-document.js';

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const ALLOW = { Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: ARN };

function problemsOf(policy: unknown, kind: PolicyKind = 'identity'): readonly string[] {
  try {
    parsePolicyDocument(policy, kind);
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}

const inStatement = (elements: object) => ({ Statement: { ...ALLOW, ...elements } });

describe('a policy', () => {
  it('is read: one or many, with capitals or without', () => {
    const policy = {
      Version: '2012-10-17',
      Id: 'mine',
      Statement: [
        { Sid: 'Puts', ...ALLOW, Action: ['kinesis:Put*', 'KINESIS:getRecords'], Resource: ['*', ARN] },
        { ...ALLOW, Effect: 'Deny' },
      ],
    };
    expect(parsePolicyDocument(policy, 'identity').statements).toEqual([
      {
        effect: 'Allow',
        actions: ['kinesis:put*', 'kinesis:getrecords'],
        resources: ['*', ARN],
        principals: [],
        conditions: [],
      },
      { effect: 'Deny', actions: ['kinesis:putrecord'], resources: [ARN], principals: [], conditions: [] },
    ]);
    expect(parsePolicyDocument(inStatement({}), 'identity').statements).toHaveLength(1);
  });

  it.each<readonly [string, unknown, readonly string[]]>([
    ['no object', 'Allow', ['The policy is missing or no JSON object', 'Statement is missing']],
    ['no statement', { Version: '2012-10-17' }, ['Statement is missing']],
    ['an empty list of statements', { Statement: [] }, ['Statement is missing']],
    [
      'another version',
      { ...inStatement({}), Version: '2030-01-01' },
      ['Version must be 2012-10-17 or 2008-10-17'],
    ],
    [
      'an unknown element',
      { ...inStatement({}), Statements: [] },
      ['Statements is not supported here; there are Version, Id, Statement'],
    ],
    [
      'NotAction',
      { Statement: { Effect: 'Allow', NotAction: 'kinesis:PutRecord', Resource: '*' } },
      [
        'Statement 1: NotAction is not supported here; there are Sid, Effect, Action, Resource, Condition',
        'Statement 1: Action is missing',
      ],
    ],
    [
      'NotResource',
      { Statement: [ALLOW, { ...ALLOW, NotResource: '*' }] },
      ['Statement 2: NotResource is not supported here; there are Sid, Effect, Action, Resource, Condition'],
    ],
    [
      'a principal where its owner is meant',
      inStatement({ Principal: '*' }),
      ['Statement 1: Principal is not supported here; there are Sid, Effect, Action, Resource, Condition'],
    ],
    [
      'an effect in small letters',
      inStatement({ Effect: 'allow' }),
      ['Statement 1: Effect must be Allow or Deny'],
    ],
    [
      'an action without a service',
      inStatement({ Action: ['PutRecord'] }),
      ['Statement 1: Action has "PutRecord", but needs an action such as kinesis:PutRecord or kinesis:*'],
    ],
    [
      'the name of a stream for an ARN',
      inStatement({ Resource: 'orders' }),
      [
        'Statement 1: Resource has "orders", but needs an ARN such as arn:aws:kinesis:*:*:stream/orders, or *, without variables',
      ],
    ],
    [
      'a variable',
      inStatement({ Resource: `${ARN}-\${aws:username}` }),
      [expect.stringContaining('without variables') as unknown as string],
    ],
    [
      'a condition that is a list',
      inStatement({ Condition: [] }),
      ['Statement 1: Condition is missing or no JSON object'],
    ],
    [
      'an unknown operator',
      inStatement({ Condition: { StringEquals: { 'aws:username': 'bob' } } }),
      [
        expect.stringContaining(
          'Condition.StringEquals is not supported; there are IpAddress, ',
        ) as unknown as string,
      ],
    ],
    [
      'an operator that every object has',
      inStatement({ Condition: { toString: { 'aws:SourceIp': '::1' } } }),
      [expect.stringContaining('Condition.toString is not supported') as unknown as string],
    ],
    [
      'an unknown key',
      inStatement({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      ['Statement 1: Condition.Bool cannot ask for aws:MultiFactorAuthPresent, only for aws:SecureTransport'],
    ],
    [
      'a condition without a value',
      inStatement({ Condition: { Bool: { 'aws:SecureTransport': [] } } }),
      ['Statement 1: Condition.Bool has no value for aws:SecureTransport'],
    ],
    [
      'a wrong network, a wrong truth and a wrong time, all at once',
      inStatement({
        Condition: {
          IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '10.0.0.0/40'] },
          Bool: { 'aws:SecureTransport': 'yes' },
          DateLessThan: { 'aws:CurrentTime': 'tomorrow' },
        },
      }),
      [
        'Statement 1: Condition.IpAddress has the value "10.0.0.0/40", but needs an address or a network such as 10.0.0.0/8',
        'Statement 1: Condition.Bool has the value "yes", but needs true or false',
        'Statement 1: Condition.DateLessThan has the value "tomorrow", but needs a time such as 2026-12-31T23:59:59Z',
      ],
    ],
  ])('is refused with %s', (_, policy, problems) => {
    expect(problemsOf(policy)).toEqual(problems);
  });
});

describe('a policy of a resource', () => {
  const naming = (Principal: unknown) => inStatement({ Principal });

  it.each<readonly [unknown, readonly string[]]>([
    ['*', ['*']],
    [{ AWS: '*' }, ['*']],
    [{ AWS: '000000000000' }, ['000000000000']],
    [{ AWS: 'arn:aws:iam::000000000000:root' }, ['000000000000']],
    [
      { AWS: ['arn:aws:iam::000000000000:user/bob', '111111111111'] },
      ['arn:aws:iam::000000000000:user/bob', '111111111111'],
    ],
  ])('names %j', (principal, principals) => {
    const [statement] = parsePolicyDocument(naming(principal), 'resource').statements;
    expect(statement?.principals).toEqual(principals);
  });

  it.each<readonly [unknown, string]>([
    [undefined, 'Principal is missing or no JSON object'],
    ['bob', 'Principal is missing or no JSON object'],
    [{}, 'Principal is missing'],
    [{ AWS: [] }, 'Principal is missing'],
    [{ AWS: 'bob' }, 'Principal has "bob", but needs an account'],
    [{ AWS: 'arn:aws:iam::000000000000:user/*' }, 'Principal has "arn:aws:iam::000000000000:user/*"'],
    [{ AWS: '*', Service: 'firehose.amazonaws.com' }, 'Principal has Service, but only AWS is supported'],
  ])('is refused where it names %j', (principal, problem) => {
    expect(problemsOf(naming(principal), 'resource')).toContainEqual(
      expect.stringContaining(`Statement 1: ${problem}`),
    );
  });
});

describe('a condition', () => {
  const NOW: AccessConditions = {
    sourceIp: '10.1.2.3',
    isSecure: false,
    nowMs: Date.UTC(2026, 5, 1, 12),
  };
  const holds = (Condition: object) => {
    const [statement] = parsePolicyDocument(inStatement({ Condition }), 'identity').statements;
    return statement?.conditions.every((condition) => condition(NOW));
  };

  it.each<readonly [object, boolean]>([
    [{}, true],
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, true],
    [{ IpAddress: { 'AWS:sourceip': ['192.0.2.0/24', '10.1.2.3'] } }, true],
    [{ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, true],
    [{ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '10.0.0.0/8'] } }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, false],
    [{ Bool: { 'aws:SecureTransport': false } }, true],
    [{ Bool: { 'aws:SecureTransport': ['true', 'false'] } }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T11:59:59Z' } }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T12:00:00Z' } }, false],
    [{ DateGreaterThanEquals: { 'aws:CurrentTime': '2026-06-01T14:00:00+02:00' } }, true],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-06-01T12:00:00Z' } }, false],
    [{ DateLessThanEquals: { 'aws:CurrentTime': '2026-06-01T12:00Z' } }, true],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-06-02' } }, true],
    [{ DateLessThan: { 'aws:CurrentTime': String(Date.UTC(2026, 5, 1, 12, 0, 1) / 1000) } }, true],
    [
      {
        IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        Bool: { 'aws:SecureTransport': true },
      },
      false,
    ],
  ])('%j holds: %p', (condition, isTrue) => {
    expect(holds(condition)).toBe(isTrue);
  });
});
