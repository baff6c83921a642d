import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signRequest } from './sign-request.js';
import { SigningKeys } from './signing-keys.js';
import { signedBySdk } from './testing/sdk-signer.js';
import { ALICE, headerOf, NOW_MS, verifyOptions, withHeader } from './testing/signed-puts.js';
import { verifySignature } from './verify-signature.js';

const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const headerText = fc.string({ unit: fc.constantFrom(...'aZ09 ,;=\t"ключ'), maxLength: 20 });
const pathSegment = fc.stringMatching(/^([a-zA-Z0-9._~!$&'()*+,=:@-]|%[0-9A-F]{2}){0,6}$/);
const parameter = fc.tuple(
  fc.oneof(fc.constant('a'), fc.string({ unit: 'binary', maxLength: 4 })),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

describe('any request', () => {
  const request = fc.record({
    headers: fc.dictionary(
      token.map((name) => `a-${name}`),
      headerText,
      { maxKeys: 5 },
    ),
    segments: fc.array(pathSegment, { maxLength: 4 }),
    parameters: fc.array(parameter, { maxLength: 4 }),
    body: fc.uint8Array({ maxLength: 200 }),
  });
  const urlOf = (segments: readonly string[], parameters: readonly (readonly [string, string])[]): string => {
    const query = parameters.map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    );
    return `/${segments.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  };

  it('is verified that the SDK signed, and signed alike by us', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ headers, segments, parameters, body }) => {
        const unsigned = { url: urlOf(segments, parameters), headers: { host: 'h', ...headers }, body };
        const signed = await signedBySdk(unsigned, { credentials: ALICE, nowMs: NOW_MS });
        expect(verifySignature(signed, verifyOptions()).accessKeyId).toBe(ALICE.accessKeyId);
        const { authorization } = signRequest(
          withHeader(withHeader(signed, 'authorization', undefined), 'x-amz-date', undefined),
          { credentials: ALICE, region: 'us-east-1', nowMs: NOW_MS, signingKeys: new SigningKeys() },
        );
        expect(authorization).toBe(headerOf(signed, 'authorization'));
      }),
      { numRuns: 300 },
    );
  });
});
