import { SERVICE_MODEL } from './service-model.generated.js';
import { signRequest, type SigningCredentials } from './sigv4/sign-request.js';
import { SigningKeys } from './sigv4/signing-keys.js';

export interface CallHeadersOptions {
  readonly url: URL;
  readonly credentials?: SigningCredentials;
  readonly region?: string;
}

/** The headers of a call, by operation and body. */
export type CallHeaders = (operation: string, body: Buffer) => Readonly<Record<string, string>>;

/** Makes the headers of each call to an endpoint; with credentials they are signed for this moment. */
export function callHeaders({ url, credentials, region = 'us-east-1' }: CallHeadersOptions): CallHeaders {
  const signingKeys = new SigningKeys();
  return (operation, body) => {
    const headers = {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(body.length),
      'x-amz-target': `${SERVICE_MODEL.targetPrefix}.${operation}`,
    };
    if (!credentials) return headers;
    const rawHeaders = Object.entries(headers).flat();
    const request = { method: 'POST', url: `${url.pathname}${url.search}`, rawHeaders, body };
    return {
      ...headers,
      ...signRequest(request, { credentials, region, signingKeys, nowMs: Date.now() }),
    };
  };
}
