import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accessDenied, decideAccess, type AccessQuestion } from './access-policy.js';
import { parsePolicyDocument, type PolicyDocument } from './policy-document.js';
import { rootPrincipal, userPrincipal } from './principal.js';

const ACCOUNT = { accountId: '000000000000' };
const ORDERS = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const CONDITIONS = { sourceIp: '127.0.0.1', isSecure: true, nowMs: 0 };
const bob = userPrincipal(ACCOUNT, { name: 'bob', policies: [] });

const allow = (Action: string, Resource = ORDERS) => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: string, Resource = ORDERS) => ({ Effect: 'Deny', Action, Resource });
const identity = (...Statement: readonly object[]) => parsePolicyDocument({ Statement }, 'identity');
const policyOf = (...statements: readonly object[]): PolicyDocument =>
  parsePolicyDocument(
    { Statement: statements.map((statement) => ({ Principal: '*', ...statement })) },
    'resource',
  );

function decide(question: Partial<AccessQuestion>) {
  return decideAccess({
    principal: bob,
    action: 'kinesis:PutRecord',
    resource: ORDERS,
    conditions: CONDITIONS,
    identityPolicies: [],
    ...question,
  });
}

describe('decideAccess', () => {
  it.each<readonly [string, Partial<AccessQuestion>, boolean, string]>([
    ['nobody says anything', {}, false, 'not-allowed'],
    ['root asks', { principal: rootPrincipal(ACCOUNT), resourcePolicy: policyOf(deny('*')) }, true, 'root'],
    [
      'an identity policy allows',
      { identityPolicies: [identity(allow('kinesis:Put*'))] },
      true,
      'allowed-by-identity-policy',
    ],
    [
      'it allows another action',
      { identityPolicies: [identity(allow('kinesis:GetRecords'))] },
      false,
      'not-allowed',
    ],
    [
      'it allows another stream',
      { identityPolicies: [identity(allow('kinesis:*', `${ORDERS}-2`))] },
      false,
      'not-allowed',
    ],
    [
      'the second policy allows',
      { identityPolicies: [identity(allow('s3:*', '*')), identity(allow('*', '*'))] },
      true,
      'allowed-by-identity-policy',
    ],
    [
      'one allows and another denies',
      { identityPolicies: [identity(allow('*', '*')), identity(deny('KINESIS:PUTRECORD'))] },
      false,
      'denied-by-identity-policy',
    ],
    [
      'the policy of the stream allows',
      { resourcePolicy: policyOf(allow('kinesis:PutRecord')) },
      true,
      'allowed-by-resource-policy',
    ],
    [
      'it allows somebody else',
      {
        resourcePolicy: policyOf({ ...allow('*'), Principal: { AWS: 'arn:aws:iam::000000000000:user/eve' } }),
      },
      false,
      'not-allowed',
    ],
    [
      'it allows the account',
      { resourcePolicy: policyOf({ ...allow('*'), Principal: { AWS: ACCOUNT.accountId } }) },
      true,
      'allowed-by-resource-policy',
    ],
    [
      'it denies what an identity policy allows',
      { identityPolicies: [identity(allow('*', '*'))], resourcePolicy: policyOf(deny('kinesis:Put*')) },
      false,
      'denied-by-resource-policy',
    ],
  ])('%s', (_, question, isAllowed, reason) => {
    expect(decide(question)).toEqual({ isAllowed, reason, isLasting: true });
  });

  it('does not last where a condition was asked, and lasts where it is about something else', () => {
    const onTls = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    const elsewhere = identity(allow('*', '*'), { ...deny('*', `${ORDERS}-2`), ...onTls });
    const here = identity(allow('*', '*'), { ...deny('kinesis:PutRecord'), ...onTls });
    expect(decide({ identityPolicies: [elsewhere] })).toMatchObject({ isAllowed: true, isLasting: true });
    expect(decide({ identityPolicies: [here] })).toMatchObject({ isAllowed: false, isLasting: false });
    const conditions = { ...CONDITIONS, isSecure: false };
    expect(decide({ identityPolicies: [here], conditions })).toMatchObject({
      isAllowed: true,
      isLasting: false,
    });
  });
});

const ACTIONS = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:GetRecords'];
const RESOURCES = [ORDERS, `${ORDERS}-2`, '*'];
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom(...ACTIONS, 'kinesis:Put*', 'kinesis:*', '*'),
  Resource: fc.constantFrom(ORDERS, `${ORDERS}*`, `${ORDERS}-?`, '*'),
});
const statements = fc.array(statement, { minLength: 1, maxLength: 5 });
const question = fc.record({
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
});

describe('whatever the policies', () => {
  it('a deny of everything wins', () => {
    fc.assert(
      fc.property(statements, statements, question, (own, streams, asked) => {
        const identityPolicies = [identity(...own)];
        const resourcePolicy = policyOf(...streams);
        const denied = { isAllowed: false };
        const inIdentity = [...identityPolicies, identity(deny('*', '*'))];
        expect(decide({ ...asked, identityPolicies: inIdentity, resourcePolicy })).toMatchObject(denied);
        const inResource = policyOf(...streams, deny('*', '*'));
        expect(decide({ ...asked, identityPolicies, resourcePolicy: inResource })).toMatchObject(denied);
      }),
    );
  });

  it('one more allow takes nothing away, one more deny gives nothing', () => {
    fc.assert(
      fc.property(statements, statement, question, (own, more, asked) => {
        const before = decide({ ...asked, identityPolicies: [identity(...own)] }).isAllowed;
        const after = decide({ ...asked, identityPolicies: [identity(...own, more)] }).isAllowed;
        if (more.Effect === 'Allow') expect(after || !before).toBe(true);
        else expect(before || !after).toBe(true);
      }),
    );
  });

  it('the order of statements and policies does not matter', () => {
    fc.assert(
      fc.property(statements, question, (own, asked) => {
        const forwards = decide({ ...asked, identityPolicies: own.map((one) => identity(one)) });
        const backwards = decide({ ...asked, identityPolicies: [identity(...own.toReversed())] });
        expect(backwards).toEqual(forwards);
      }),
    );
  });
});

describe('a refusal', () => {
  const asked = { principal: bob, action: 'kinesis:PutRecord', resource: ORDERS };
  const who =
    'User: arn:aws:iam::000000000000:user/bob is not authorized to perform: kinesis:PutRecord on resource: ';

  it.each([
    ['not-allowed', 'because no identity-based policy allows the kinesis:PutRecord action'],
    ['denied-by-identity-policy', 'with an explicit deny in an identity-based policy'],
    ['denied-by-resource-policy', 'with an explicit deny in a resource-based policy'],
  ] as const)('says why: %s', (reason, why) => {
    expect(accessDenied(asked, { reason })).toMatchObject({
      code: 'AccessDeniedException',
      message: `${who}${ORDERS} ${why}`,
    });
  });
});
