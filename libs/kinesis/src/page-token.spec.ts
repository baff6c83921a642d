import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { openPageToken, sealPageToken } from './page-token.js';
import type { TokenSeal } from './sealed-token.js';
import { NOW_MS } from './testing/streams.js';

const SEAL: TokenSeal = { key: new Uint8Array(32).fill(9), randomBytes };
const invalid = expect.objectContaining({
  code: 'InvalidArgumentException',
  message: 'NextToken is invalid.',
});

describe('a page token', () => {
  it('gives back what the operation put into it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())), (next) => {
        const page = { next, issuedAtMs: NOW_MS };
        const token = sealPageToken(SEAL, 'ListShards', page);
        expect(JSON.stringify(openPageToken(SEAL, 'ListShards', { token, nowMs: NOW_MS }))).toBe(
          JSON.stringify(page),
        );
      }),
    );
  });

  const token = sealPageToken(SEAL, 'ListShards', { next: { after: 9 }, issuedAtMs: NOW_MS });

  it.each([
    ['of another operation', 'ListStreams', token],
    [
      'of another installation',
      'ListShards',
      sealPageToken({ ...SEAL, key: new Uint8Array(32) }, 'ListShards', { next: {}, issuedAtMs: 0 }),
    ],
    ['forged', 'ListShards', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['cut off', 'ListShards', token.slice(0, 20)],
    ['empty', 'ListShards', ''],
  ])('is refused when it is %s', (_, operation, presented) => {
    expect(() => openPageToken(SEAL, operation, { token: presented, nowMs: NOW_MS })).toThrow(invalid);
  });

  it('expires after 300 seconds', () => {
    expect(openPageToken(SEAL, 'ListShards', { token, nowMs: NOW_MS + 300_000 }).next).toEqual({ after: 9 });
    expect(() => openPageToken(SEAL, 'ListShards', { token, nowMs: NOW_MS + 300_001 })).toThrow(
      expect.objectContaining({
        code: 'ExpiredNextTokenException',
        message:
          'NextToken expired: it was issued at 2026-01-01T00:00:00.250Z and lives for 300000 milliseconds. ' +
          'Begin again without a NextToken.',
      }),
    );
  });
});
