import { describe, expect, it } from '@jest/globals';
import { SigningKeys } from './signing-keys.js';
import { HmacKey } from './hmac-key.js';

const SCOPE = '20150830/us-east-1/iam/aws4_request';

describe('signing keys', () => {
  // Source: AWS, "Create a signed AWS API request", example of step 4.
  it('are derived as AWS does', () => {
    const key = new SigningKeys().keyOf(`AKIDEXAMPLE/${SCOPE}`, 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
    const derived = Buffer.from('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9', 'hex');
    expect(key.sign('text')).toBe(new HmacKey(derived).sign('text'));
  });

  it('are kept, for access keys that exist and for such that do not', () => {
    const keys = new SigningKeys();
    for (const secret of ['a secret', undefined])
      expect(keys.keyOf(`A/${SCOPE}`, secret)).toBe(keys.keyOf(`A/${SCOPE}`, secret));
  });

  it('are of the secret that is asked for', () => {
    const keys = new SigningKeys();
    const [before, after, none] = ['old', 'new', undefined].map((secret) =>
      keys.keyOf(`A/${SCOPE}`, secret).sign('text'),
    );
    expect(new Set([before, after, none]).size).toBe(3);
    expect(keys.keyOf(`A/${SCOPE}`, 'new').sign('text')).toBe(after);
  });

  it('of access keys that exist stay, however many do not', () => {
    const keys = new SigningKeys();
    const alice = keys.keyOf(`A/${SCOPE}`, 'a secret');
    const nobody = keys.keyOf(`nobody/${SCOPE}`, undefined);
    for (let i = 0; i < 2000; i += 1) keys.keyOf(`nobody-${i}/${SCOPE}`, undefined);
    expect(keys.keyOf(`A/${SCOPE}`, 'a secret')).toBe(alice);
    expect(keys.keyOf(`nobody/${SCOPE}`, undefined)).not.toBe(nobody);
  });
});
