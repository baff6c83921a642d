// The layers of ARCHITECTURE §2 for who runs `npm run lint`; test/tidy.spec.ts holds the whole import table.
const LIBS = 'kinesis|actor|ports|redis|shard|wire|consumer|bootstrap';

/** A lib may import the ones named here and itself. */
const LAYERS = {
  kinesis: [],
  actor: [],
  ports: ['kinesis'],
  redis: ['kinesis', 'ports'],
  shard: ['kinesis', 'actor', 'ports'],
  wire: ['kinesis', 'ports'],
  consumer: ['kinesis', 'ports', 'wire'],
  bootstrap: [],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-below-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(apps|test|bench)/' },
    },
    {
      name: 'apps-apart',
      comment: 'Only all-in-one imports another app, and of it only the module.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: ['^apps/all-in-one/', '\\.spec\\.ts$'] },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    ...Object.entries(LAYERS).map(([lib, allowed]) => ({
      name: `layer-${lib}`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: '\\.spec\\.ts$' },
      to: { path: `^libs/(${LIBS})/`, pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['shardwell-source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
