import { percentDecoded, percentEncoded } from './percent-encoding.js';

/** Names and values of a query in the order they were sent, decoded. */
export type QueryParameters = readonly (readonly [name: string, value: string])[];

/** `a=1&b` → a is 1, b is empty. */
export function queryParameters(query: string): QueryParameters {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
      return [percentDecoded(name), percentDecoded(value)];
    });
}

/** The parameters as they are signed: encoded anew, sorted by name and then by value. */
export function canonicalQuery(parameters: QueryParameters): string {
  return parameters
    .map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort(([a, aValue], [b, bValue]) => byCode(a, b) || byCode(aValue, bValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function byCode(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
