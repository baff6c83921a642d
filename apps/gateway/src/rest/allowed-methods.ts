/** The paths of the REST API, and what may be asked of each. */
const PATHS: readonly { readonly path: RegExp; readonly methods: string }[] = [
  { path: /^\/v1\/streams$/, methods: 'GET, HEAD, POST' },
  { path: /^\/v1\/streams\/[^/]+$/, methods: 'GET, HEAD, DELETE' },
  { path: /^\/v1\/streams\/[^/]+\/records$/, methods: 'GET, HEAD, POST' },
  { path: /^\/v1\/streams\/[^/]+\/tail$/, methods: 'GET, HEAD' },
  { path: /^\/v1\/openapi\.json$/, methods: 'GET, HEAD' },
];

/** What the header Allow says of a path; undefined where there is nothing. */
export function allowedMethods(path: string): string | undefined {
  return PATHS.find((each) => each.path.test(path))?.methods;
}
