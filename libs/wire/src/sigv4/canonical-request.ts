import { hash } from 'node:crypto';
import { percentEncoded } from './percent-encoding.js';

/** The algorithm's name; it begins the Authorization header and the string that is signed. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Whether a path's `.`, `..` and empty segments are resolved before it is signed: everywhere but in S3. */
export type PathRule = 'normalized' | 'as-sent';

/** What of a request is signed, each part in its canonical form. */
export interface CanonicalParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** `name:value` of the signed headers, in the order of `signedHeaders`. */
  readonly headerLines: readonly string[];
  /** Names in lower case, joined by `;`. */
  readonly signedHeaders: string;
  readonly payloadHash: string;
}

/** Source: AWS, "Create a signed AWS API request", step 1. */
export function canonicalRequest(parts: CanonicalParts): string {
  const { method, path, query, headerLines, signedHeaders, payloadHash } = parts;
  return `${method}\n${path}\n${query}\n${headerLines.join('\n')}\n\n${signedHeaders}\n${payloadHash}`;
}

/** The path as it is signed: encoded once more, since what was sent may be encoded already. */
export function canonicalPath(path: string, rule: PathRule): string {
  if (path === '/' || path === '') return '/';
  const segments = rule === 'normalized' ? resolvedSegments(path) : path.split('/');
  return segments.map((segment) => percentEncoded(segment)).join('/');
}

/** `/a/./b//../c/` → `/a/c/`. */
function resolvedSegments(path: string): readonly string[] {
  const resolved: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') resolved.pop();
    else if (segment !== '' && segment !== '.') resolved.push(segment);
  }
  const isFolder = path.endsWith('/') && resolved.length > 0;
  return ['', ...resolved, ...(isFolder || resolved.length === 0 ? [''] : [])];
}

/** What the signing key is applied to. Source: AWS, step 3. */
export function stringToSign({ timestamp, scope, canonical }: StringToSignParts): string {
  return `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(Buffer.from(canonical, 'latin1'))}`;
}

export interface StringToSignParts {
  /** `20150830T123600Z` */
  readonly timestamp: string;
  /** `20150830/us-east-1/kinesis/aws4_request` */
  readonly scope: string;
  readonly canonical: string;
}

/** SHA-256 in lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
