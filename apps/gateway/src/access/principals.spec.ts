import { describe, expect, it } from '@jest/globals';
import { rootPrincipal, userPrincipal } from '#lib/kinesis';
import { principalOfBearer } from './principal-of-bearer.js';
import { Principals } from './principals.js';

const SCOPE = { accountId: '000000000000', region: 'us-east-1' };
const bob = userPrincipal(SCOPE, { name: 'bob', policies: [] });
const eve = userPrincipal(SCOPE, { name: 'eve', policies: [] });
const root = { accessKeyId: 'ROOT', secretAccessKey: 'of root', principal: rootPrincipal(SCOPE) };

const identity = (principal: typeof bob) => ({
  principal,
  accessKeys: [{ accessKeyId: `AKIA${principal.name}`, secretAccessKey: `of ${principal.name}` }],
  tokens: [`token-of-${principal.name}`],
});

describe('principals', () => {
  it('are found by their keys and their tokens', () => {
    const principals = new Principals([root]);
    principals.replace([identity(bob), identity(eve)]);
    expect(principals.ofAccessKey('AKIAbob')).toMatchObject({ secretAccessKey: 'of bob', principal: bob });
    expect(principals.ofAccessKey('ROOT')).toMatchObject({ principal: { isRoot: true } });
    expect(principals.ofAccessKey('toString')).toBeUndefined();
    expect(principals.ofToken('token-of-eve')).toBe(eve);
    expect(principals.ofToken('token-of-eva')).toBeUndefined();
  });

  it('are gone when they are replaced, but for those that last', () => {
    const principals = new Principals([root]);
    principals.replace([identity(bob)]);
    principals.replace([identity(eve)]);
    expect(principals.ofAccessKey('AKIAbob')).toBeUndefined();
    expect(principals.ofToken('token-of-bob')).toBeUndefined();
    expect(principals.ofAccessKey('ROOT')).toBeDefined();
  });

  it('cannot take the key of one that lasts', () => {
    const principals = new Principals([root]);
    const thief = { ...identity(eve), accessKeys: [{ accessKeyId: 'ROOT', secretAccessKey: 'of eve' }] };
    principals.replace([thief]);
    expect(principals.ofAccessKey('ROOT')).toMatchObject({ secretAccessKey: 'of root' });
  });
});

describe('a bearer token', () => {
  const principals = new Principals([]);
  principals.replace([identity(bob)]);

  it.each(['Bearer token-of-bob', 'bearer  token-of-bob '])('is read from %j', (authorization) => {
    expect(principalOfBearer([authorization], principals)).toBe(bob);
  });

  it.each([
    [[], 'MissingAuthenticationTokenException'],
    [[''], 'MissingAuthenticationTokenException'],
    [['token-of-bob'], 'MissingAuthenticationTokenException'],
    [['Basic dG9rZW4tb2YtYm9i'], 'MissingAuthenticationTokenException'],
    [['Bearer'], 'MissingAuthenticationTokenException'],
    [['Bearer token-of-bob and more'], 'MissingAuthenticationTokenException'],
    [['Bearer token-of-bob', 'Bearer token-of-bob'], 'MissingAuthenticationTokenException'],
    [['Bearer token-of-eve'], 'UnrecognizedClientException'],
  ])('is refused in %j', (authorization, code) => {
    expect(() => principalOfBearer(authorization, principals)).toThrow(expect.objectContaining({ code }));
  });
});
