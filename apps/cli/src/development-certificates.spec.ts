import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { makeDevelopmentCertificates } from './development-certificates.js';

const NOON = Date.UTC(2026, 10, 23, 12);
const made = await makeDevelopmentCertificates({
  hosts: ['kinesis.test', '*.wide.test', '10.1.2.3', '2001:db8::7'],
  nowMs: NOON,
});
const authority = new X509Certificate(made.authority);
const certificate = new X509Certificate(made.certificate);

describe('development certificates', () => {
  it('are a certificate, its key, and the authority that signed it', () => {
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
    expect([authority.ca, certificate.ca]).toEqual([true, false]);
    expect(() => createSecureContext({ cert: made.certificate, key: made.key })).not.toThrow();
  });

  it.each(['localhost', 'kinesis.test', 'any.wide.test'])('are for the name %s', (name) => {
    expect(certificate.checkHost(name)).toBeDefined();
  });

  it.each(['127.0.0.1', '::1', '10.1.2.3', '2001:db8::7'])('are for the address %s', (address) => {
    expect(certificate.checkIP(address)).toBeDefined();
  });

  it.each(['other.test', 'deep.any.wide.test'])('are not for %s', (name) => {
    expect(certificate.checkHost(name)).toBeUndefined();
  });

  it('are ECDSA on P-256', () => {
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  it('are valid from an hour before they were made, for 825 days', () => {
    expect(certificate.validFromDate).toEqual(new Date(NOON - 60 * 60 * 1000));
    expect(certificate.validToDate).toEqual(new Date(NOON + 825 * 24 * 60 * 60 * 1000));
  });
});
