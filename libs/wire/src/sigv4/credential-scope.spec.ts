import { describe, expect, it } from '@jest/globals';
import { parseCredentialScope } from './credential-scope.js';

describe('a credential scope that nobody verifies', () => {
  it.each([
    [
      'AWS4-HMAC-SHA256 Credential=AKID/20260926/eu-west-1/kinesis/aws4_request, SignedHeaders=host, Signature=f',
      { accessKeyId: 'AKID', date: '20260926', region: 'eu-west-1', service: 'kinesis' },
    ],
    [
      'AWS4-HMAC-SHA256 SignedHeaders=host,Credential=123456789012/20260926/eu-west-1/kinesis/aws4_request',
      { accessKeyId: '123456789012', date: '20260926', region: 'eu-west-1', service: 'kinesis' },
    ],
    ['junk Credential=mock', { accessKeyId: 'mock', date: '', region: '', service: '' }],
  ])('is read from %s', (authorization, scope) => {
    expect(parseCredentialScope(authorization)).toEqual(scope);
  });

  it.each([undefined, '', 'Bearer abc', 'AWS4-HMAC-SHA256 Credential=', 'NoCredential=a'])(
    'is not in %s',
    (text) => {
      expect(parseCredentialScope(text)).toBeUndefined();
    },
  );
});
