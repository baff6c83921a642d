import { describe, expect, it } from '@jest/globals';
import { tlsProblems } from './tls-problems.js';

const NONE = { tlsCert: undefined, tlsKey: undefined, plaintext: 'on' } as const;
const BOTH = { tlsCert: 'cert.pem', tlsKey: 'key.pem' };

describe('settings of TLS', () => {
  it.each([
    ['no TLS', NONE],
    ['TLS beside plain HTTP', { ...NONE, ...BOTH }],
    ['TLS alone', { ...BOTH, plaintext: 'off' } as const],
  ])('may say %s', (_, settings) => {
    expect(tlsProblems(settings)).toEqual([]);
  });

  it.each([
    ['a certificate without a key', { ...NONE, tlsCert: 'cert.pem' }, 'SHARDWELL_TLS_KEY is not'],
    ['a key without a certificate', { ...NONE, tlsKey: 'key.pem' }, 'SHARDWELL_TLS_CERT is not'],
    ['nothing that may be spoken', { ...NONE, plaintext: 'off' } as const, 'must be set'],
  ])('may not say %s', (_, settings, sentence) => {
    expect(tlsProblems(settings)).toEqual([expect.stringContaining(sentence)]);
  });
});
