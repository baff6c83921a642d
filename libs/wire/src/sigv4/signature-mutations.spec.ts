import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KinesisError } from '#lib/kinesis';
import type { SignedRequest } from './signed-request.js';
import { mutation } from './testing/request-mutation.js';
import { GUEST, HEADERS, signedPut, verifyOptions } from './testing/signed-puts.js';
import { verifySignature } from './verify-signature.js';

/** How many requests are changed; SHARDWELL_TEST_MUTATIONS sets it. */
const RUNS = Number(process.env['SHARDWELL_TEST_MUTATIONS'] ?? 10_000);
const REFUSALS = new Set([
  'MissingAuthenticationTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);

describe('a request that was changed after it was signed', () => {
  const options = verifyOptions({ isPresignedAllowed: true });
  let originals: readonly SignedRequest[] = [];

  beforeAll(async () => {
    originals = await Promise.all([
      signedPut({ headers: HEADERS.boto3 }, { applyChecksum: false }),
      signedPut({ headers: HEADERS.boto3, url: '/some/path/?a=1&b=%20' }),
      signedPut({ headers: HEADERS.javascriptOverHttp1 }),
      signedPut({ headers: HEADERS.javascriptOverHttp2 }),
      signedPut({ headers: HEADERS.javascriptOverHttp2 }, { credentials: GUEST }),
      signedPut({ headers: HEADERS.javascriptOverHttp2 }, { expiresSeconds: 60 }),
    ]);
  });

  it('was accepted before', () => {
    for (const request of originals) expect(verifySignature(request, options).region).toBe('us-east-1');
  });

  it(
    'is never accepted, and is refused in the words of the API',
    () => {
      fc.assert(
        fc.property(fc.nat(5), mutation, (at, { apply }) => {
          const request = originals[at];
          const changed = request && apply(request);
          fc.pre(changed !== undefined);
          expect(refusalOf(changed)).toBe(true);
        }),
        { numRuns: RUNS, maxSkipsPerRun: 10 },
      );
    },
    RUNS * 10,
  );

  function refusalOf(request: SignedRequest): boolean {
    try {
      verifySignature(request, options);
      return false;
    } catch (error) {
      if (error instanceof KinesisError) return REFUSALS.has(error.code);
      throw error;
    }
  }
});
