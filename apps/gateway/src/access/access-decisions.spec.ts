import { beforeEach, describe, expect, it } from '@jest/globals';
import { parsePolicyDocument, userPrincipal } from '#lib/kinesis';
import { AccessDecisions } from './access-decisions.js';

const SCOPE = { accountId: '000000000000' };
const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const principalWith = (...Statement: readonly object[]) =>
  userPrincipal(SCOPE, { name: 'bob', policies: [parsePolicyDocument({ Statement }, 'identity')] });
const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' };
const bob = principalWith({ ...ALLOW, Action: 'kinesis:GetRecords' });

let asked: number;
let isSecure: boolean;
const conditions = () => {
  asked += 1;
  return { sourceIp: '127.0.0.1', isSecure, nowMs: 0 };
};
const policyOf = (Effect: string, more: object = {}) =>
  JSON.stringify({ Statement: { ...ALLOW, Effect, Principal: '*', ...more } });

beforeEach(() => {
  asked = 0;
  isSecure = true;
});

describe('decisions', () => {
  const decisions = new AccessDecisions();
  const decide = (principal = bob, policy?: string) =>
    decisions.decide({ principal, action: 'kinesis:PutRecord', resource: { arn: ARN, policy }, conditions })
      .isAllowed;

  it('are made once, until the policy of the resource is another one', () => {
    expect([decide(), decide(), asked]).toEqual([false, false, 1]);
    expect([decide(bob, policyOf('Allow')), decide(bob, policyOf('Allow')), asked]).toEqual([true, true, 2]);
    expect(decide(bob)).toBe(false);
  });

  it('are made for each principal, also for one of the same name that was read anew', () => {
    const before = principalWith(ALLOW);
    const after = principalWith({ ...ALLOW, Effect: 'Deny' });
    expect([decide(before), decide(after), decide(before)]).toEqual([true, false, true]);
  });

  it('are made each time where a condition is asked', () => {
    const overTls = principalWith({ ...ALLOW, Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    expect(decide(overTls)).toBe(true);
    isSecure = false;
    expect(decide(overTls)).toBe(false);
    expect(asked).toBe(2);
  });

  const statement = '"Principal": "*", "Action": "*", "Resource": "*"';

  it.each([
    '',
    '{',
    '[]',
    '{}',
    '{"Statement": {"Effect": "Allow"}}',
    `{"Statement": {"Effect": "Deny", "Effect": "Allow", ${statement}}}`,
  ])('are no where the policy of the resource cannot be read: %j', (policy) => {
    expect(decide(principalWith(ALLOW), policy)).toBe(false);
  });

  it('stay right when there are more than are kept', () => {
    const all = principalWith({ ...ALLOW, Resource: `${ARN}-1*` });
    const ask = (i: number) =>
      decisions.decide({
        principal: all,
        action: 'kinesis:PutRecord',
        resource: { arn: `${ARN}-${i}`, policy: undefined },
        conditions,
      }).isAllowed;
    for (let i = 0; i < 2500; i += 1) expect(ask(i)).toBe(String(i).startsWith('1'));
    expect([ask(1), ask(2)]).toEqual([true, false]);
  });
});
