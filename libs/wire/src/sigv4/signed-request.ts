/**
 * An HTTP request as it came, or as it will go, before anything of it was changed. A signature covers bytes; in these
 * strings one character is one byte, which is how Node gives paths and headers.
 */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as in the request line, such as `/` or `/?X-Amz-Algorithm=…`. */
  readonly url: string;
  /** Names and values by turns, as Node's `rawHeaders`; over HTTP/2 with the pseudo header `:authority`. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** Values by names in lower case, in the form that is signed. */
export type CanonicalHeaders = ReadonlyMap<string, string>;

/** The headers of a request; those that were sent more than once are one, in the order they came. */
export function canonicalHeaders(rawHeaders: readonly string[]): CanonicalHeaders {
  const headers = new Map<string, string>();
  for (let i = 1; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i - 1] ?? '').toLowerCase();
    const value = withSingleSpaces(rawHeaders[i] ?? '');
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

const NEEDS_WORK = /^[ \t\r\n]|[\t\r\n]| {2}| $/;

function withSingleSpaces(value: string): string {
  if (!NEEDS_WORK.test(value)) return value;
  return value.replaceAll(/[ \t\r\n]+/g, ' ').replaceAll(/^ | $/g, '');
}

/** A url's path and what follows its `?`. */
export function pathAndQuery(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}
