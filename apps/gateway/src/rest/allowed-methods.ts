/** The paths of the REST API, and what may be asked of each. */
const PATHS: readonly { readonly path: RegExp; readonly methods: string }[] = [
  { path: /^\/v1\/streams$/, methods: 'GET, HEAD, POST' },
  { path: /^\/v1\/streams\/[^/]+$/, methods: 'GET, HEAD, DELETE' },
  { path: /^\/v1\/streams\/[^/]+\/records$/, methods: 'GET, HEAD, POST' },
  { path: /^\/v1\/streams\/[^/]+\/tail$/, methods: 'GET, HEAD' },
  {
    path: /^\/v1\/streams\/[^/]+\/(retention|mode|max-record-size|record-distribution|warm-throughput)$/,
    methods: 'PUT',
  },
  { path: /^\/v1\/streams\/[^/]+\/(encryption|shard-level-metrics)$/, methods: 'PUT, DELETE' },
  { path: /^\/v1\/streams\/[^/]+\/tags$/, methods: 'GET, HEAD, PATCH, DELETE' },
  { path: /^\/v1\/streams\/[^/]+\/policy$/, methods: 'GET, HEAD, PUT, DELETE' },
  { path: /^\/v1\/streams\/[^/]+\/shards$/, methods: 'GET, HEAD' },
  { path: /^\/v1\/streams\/[^/]+\/consumers$/, methods: 'GET, HEAD, POST' },
  { path: /^\/v1\/streams\/[^/]+\/consumers\/[^/]+$/, methods: 'GET, HEAD, DELETE' },
  { path: /^\/v1\/account$/, methods: 'GET, HEAD' },
  { path: /^\/v1\/account\/throughput-commitment$/, methods: 'PUT' },
  { path: /^\/v1\/openapi\.json$/, methods: 'GET, HEAD' },
];

/** What the header Allow says of a path; undefined where there is nothing. */
export function allowedMethods(path: string): string | undefined {
  return PATHS.find((each) => each.path.test(path))?.methods;
}
