// Five projects, one command. `npm test -- --selectProjects unit` runs one of them.
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: {
    // Without the first name Jest would quietly test a stale dist/.
    customExportConditions: ['shardwell-source', 'node', 'node-addons'],
  },
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
      },
    ],
  },
};

const withRedis = {
  ...shared,
  globalSetup: '<rootDir>/test/redis/start-redis.mjs',
  globalTeardown: '<rootDir>/test/redis/stop-redis.mjs',
};

export default {
  coverageProvider: 'v8',
  // A loaded machine may take seconds for what takes a tenth of one; a test that hangs is still noticed.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{apps,libs}/**/*.spec.ts',
        '<rootDir>/test/*.spec.ts',
        '<rootDir>/test/model/**/*.spec.ts',
      ],
    },
    { ...withRedis, displayName: 'contract', testMatch: ['<rootDir>/test/contract/**/*.spec.ts'] },
    { ...withRedis, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.spec.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/{e2e,crash}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'aws',
      globalSetup: '<rootDir>/test/aws/start-server.mjs',
      globalTeardown: '<rootDir>/test/aws/stop-server.mjs',
      testMatch: ['<rootDir>/test/aws/**/*.spec.ts'],
    },
  ],
};
