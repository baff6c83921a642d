import type { KinesisError } from '#lib/kinesis';
import { incompleteSignature, invalidSignature } from './invalid-signature.js';

/** Whose key a request was signed with, and for which day, region and service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20150830` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** Where a request may be signed for. */
export interface ScopeRules {
  readonly regions: readonly string[];
  readonly service: string;
  /** When the request was signed, `20150830T123600Z`. */
  readonly timestamp: string;
}

const TERMINATOR = 'aws4_request';

/**
 * Reads `KEYID/20150830/us-east-1/kinesis/aws4_request`.
 *
 * @throws KinesisError IncompleteSignatureException where it has not these five parts, InvalidSignatureException with all
 * that is wrong about them. Source: recorded against AWS.
 */
export function checkedScope(credential: string, rules: ScopeRules): CredentialScope {
  const parts = credential.split('/');
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = parts;
  if (parts.length !== 5)
    throw incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  const scope = { accessKeyId, date, region, service };
  const isRight =
    rules.regions.includes(region) &&
    service === rules.service &&
    terminator === TERMINATOR &&
    date === rules.timestamp.slice(0, 8);
  if (!isRight) throw wrongScope(scope, terminator, rules);
  return scope;
}

function wrongScope(
  { date, region, service }: CredentialScope,
  terminator: string,
  rules: ScopeRules,
): KinesisError {
  const signedOn = rules.timestamp.slice(0, 8);
  const sentences = [
    !rules.regions.includes(region) && `Credential should be scoped to a valid region, not '${region}'. `,
    service !== rules.service && `Credential should be scoped to correct service: '${rules.service}'. `,
    terminator !== TERMINATOR &&
      `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'. `,
    date !== signedOn &&
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${date}' != '${signedOn}', from '${rules.timestamp}'.`,
  ];
  return invalidSignature(sentences.filter(Boolean).join(''));
}

/** What the key was for, without whose it is: `20150830/us-east-1/kinesis/aws4_request`. */
export function scopeOf(credential: string): string {
  return credential.slice(credential.indexOf('/') + 1);
}

/** Longer ones are cut: nobody has them, and they end in log lines. */
const CREDENTIAL_IN_HEADER = /\bCredential=([^\s,]{1,256})/;

/**
 * The scope that an Authorization header names, whatever the rest of it is worth: for servers that verify nothing. Parts
 * that are not there are empty; undefined without a credential.
 */
export function parseCredentialScope(authorization: string | undefined): CredentialScope | undefined {
  const [, credential] = CREDENTIAL_IN_HEADER.exec(authorization ?? '') ?? [];
  if (credential === undefined) return undefined;
  const [accessKeyId = '', date = '', region = '', service = ''] = credential.split('/');
  return { accessKeyId, date, region, service };
}
