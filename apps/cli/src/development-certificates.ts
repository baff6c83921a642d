// Certificates for development: an authority that exists for one server certificate, and signs no other, since its key is
// thrown away.
import 'reflect-metadata'; // Asked for by the library below.
import { KeyObject, webcrypto, type webcrypto as WebCrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';

/** What a server and its clients need to speak TLS, each as PEM. */
export interface DevelopmentCertificates {
  /** For the clients: whom to trust. */
  readonly authority: string;
  /** For the server. */
  readonly certificate: string;
  /** For the server alone. */
  readonly key: string;
}

/** Names and addresses that every certificate is for. */
export const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '::1'];
/** Longer than this Apple's systems refuse a certificate of whatever authority. Source: support.apple.com/102028. */
const VALID_DAYS = 825;
/** Clocks of clients may be behind. */
const EARLIER_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * Makes an authority and a server certificate of it, ECDSA P-256, valid for 825 days from now.
 *
 * @param hosts names (a leading `*.` is a wildcard) and IP addresses, besides `LOCAL_HOSTS`.
 */
export async function makeDevelopmentCertificates({
  hosts,
  nowMs,
}: {
  readonly hosts: readonly string[];
  readonly nowMs: number;
}): Promise<DevelopmentCertificates> {
  const period = {
    notBefore: new Date(nowMs - EARLIER_MS),
    notAfter: new Date(nowMs + VALID_DAYS * DAY_MS),
  };
  const [authorityKeys, serverKeys] = await Promise.all([newKeys(), newKeys()]);
  const authority = await makeAuthority(authorityKeys, period);
  const certificate = await X509CertificateGenerator.create({
    ...period,
    subject: 'CN=Shardwell',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: ECDSA,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(alternativeNames(hosts)),
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  return {
    authority: `${authority.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    key: String(KeyObject.from(serverKeys.privateKey).export({ type: 'pkcs8', format: 'pem' })),
  };
}

function newKeys(): Promise<WebCrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
}

async function makeAuthority(
  keys: WebCrypto.CryptoKeyPair,
  period: { readonly notBefore: Date; readonly notAfter: Date },
): Promise<X509Certificate> {
  return X509CertificateGenerator.createSelfSigned({
    ...period,
    name: 'CN=Shardwell development',
    keys,
    signingAlgorithm: ECDSA,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

function alternativeNames(hosts: readonly string[]): { type: 'ip' | 'dns'; value: string }[] {
  return [...new Set([...LOCAL_HOSTS, ...hosts])].map((value) => ({
    type: isIP(value) ? 'ip' : 'dns',
    value,
  }));
}
