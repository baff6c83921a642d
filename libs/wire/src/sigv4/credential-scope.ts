import { incompleteSignature, invalidSignature } from './signature-refusal.js';

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
export function checkedScope(
  credential: string,
  { regions, service, timestamp }: ScopeRules,
): CredentialScope {
  const parts = credential.split('/');
  const [accessKeyId = '', date = '', region = '', scopedService = '', terminator = ''] = parts;
  if (parts.length !== 5)
    throw incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  const wrong = [
    ...(regions.includes(region) ? [] : [`Credential should be scoped to a valid region, not '${region}'. `]),
    ...(scopedService === service ? [] : [`Credential should be scoped to correct service: '${service}'. `]),
    ...(terminator === TERMINATOR
      ? []
      : [`Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'. `]),
    ...(timestamp.startsWith(date) && date.length === 8
      ? []
      : [
          'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
            `'${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
        ]),
  ];
  if (wrong.length > 0) throw invalidSignature(wrong.join(''));
  return { accessKeyId, date, region, service };
}

/** What the key was for, without whose it is: `20150830/us-east-1/kinesis/aws4_request`. */
export function scopeOf(credential: string): string {
  return credential.slice(credential.indexOf('/') + 1);
}

const CREDENTIAL_IN_HEADER = /\bCredential=([^\s,]+)/;

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
