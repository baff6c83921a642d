// What belongs together is there together: an operation and its test, an error and its line in the docs, a file and its use.
import ts from 'typescript';
import { isTest, type Project, type SourceFile } from './project.js';
import type { Rule } from './rule.js';

const OPERATIONS = 'apps/gateway/src/operations/';
const SERVICE_MODEL = 'libs/wire/src/service-model.generated.ts';
const ERRORS = 'libs/kinesis/src/errors.ts';
const SETTINGS = 'libs/bootstrap/src/config.ts';

export const COMPLETENESS_RULES: readonly Rule[] = [
  {
    name: 'every operation has its test beside it and its row in the README, and every row its operation',
    violations: incompleteOperations,
    planted: [
      { [`${OPERATIONS}put-record.ts`]: '', 'README.md': '| `PutRecord` |' },
      { [`${OPERATIONS}put-record.ts`]: '', [`${OPERATIONS}put-record.spec.ts`]: '', 'README.md': '' },
      {
        [`${OPERATIONS}put-record.ts`]: '',
        [`${OPERATIONS}put-record.spec.ts`]: '',
        'README.md': '| `PutRecord` |\n| `PutRecords` |',
      },
    ],
  },
  {
    name: "every operation of the service model has a spec by AWS's SDK in test/aws, and every spec there its operation",
    violations: (project) =>
      differences({
        what: operationsIn(project.textOf(SERVICE_MODEL)),
        listed: project.texts
          .flatMap(({ path }) => /^test\/aws\/([^/]+)\.spec\.ts$/.exec(path)?.[1] ?? [])
          .map(pascalCase),
        in: 'test/aws',
      }),
    planted: [
      { [SERVICE_MODEL]: '  operations: {\n    PutRecord: {} },\n  },\n  shapes' },
      { [SERVICE_MODEL]: '', 'test/aws/put-record.spec.ts': '' },
    ],
  },
  {
    name: 'every error code has its row in docs/errors.md, and every row its code',
    violations: (project) =>
      differences({
        what: codesIn(project.textOf(ERRORS)),
        listed: firstCells(project.textOf('docs/errors.md')).filter((cell) => /^[A-Z]/.test(cell)),
        in: 'docs/errors.md',
      }),
    planted: [
      {
        [ERRORS]: 'const ERRORS = {\n  ValidationException: { status: 400 },\n} as const',
        'docs/errors.md': '',
      },
      { [ERRORS]: 'const ERRORS = {\n} as const', 'docs/errors.md': '| `ValidationException` | 400 |' },
    ],
  },
  {
    name: 'every setting has its row in docs/configuration.md, and every row its setting',
    violations: (project) =>
      differences({
        what: [...settingsIn(project).values()],
        listed: firstCells(project.textOf('docs/configuration.md')),
        in: 'docs/configuration.md',
      }),
    planted: [
      { [SETTINGS]: "  host: text({\n    name: 'SHARDWELL_HOST',", 'docs/configuration.md': '' },
      { [SETTINGS]: '', 'docs/configuration.md': '| `SHARDWELL_HOST` |' },
    ],
  },
  {
    name: 'every setting that is named anywhere exists',
    violations: unknownSettings,
    planted: [{ [SETTINGS]: '', 'docs/start.md': 'Set SHARDWELL_PORT.' }],
  },
  {
    name: 'every setting is read by somebody',
    violations: unreadSettings,
    planted: [
      {
        [SETTINGS]: "  host: text({\n    name: 'SHARDWELL_HOST',",
        'apps/gateway/src/a.ts': 'listen(config.port)',
      },
    ],
  },
  {
    name: 'every file is used: production by production, the rest by a test',
    violations: deadFiles,
    planted: [
      { 'libs/shard/src/index.ts': '', 'libs/shard/src/dead.ts': 'export const a = 1;' },
      {
        'libs/shard/src/index.ts': '',
        'libs/shard/src/dead.ts': 'export const a = 1;',
        'libs/shard/src/dead.spec.ts': "import { a } from './dead.js';",
      },
      { 'test/server.ts': 'export const a = 1;' },
    ],
  },
  {
    name: 'what a lib gives away, somebody outside of it takes',
    violations: unwantedExports,
    planted: [
      { 'libs/shard/src/index.ts': "export { Shard } from './shard.js';" },
      {
        'libs/shard/src/index.ts': "export { Shard } from './shard.js';",
        'libs/shard/src/a.ts': "import { Shard } from '#lib/shard';",
        'libs/redis/src/b.ts': "import { Shard as Other } from '#lib/kinesis';",
      },
    ],
  },
  {
    name: 'every app says in a README of its own what it is',
    violations: (project) =>
      roomsOf(project, 'apps')
        .filter((app) => !project.has(`${app}/README.md`))
        .map((app) => `${app} has no README.md`),
    planted: [{ 'apps/gateway/src/main.ts': '' }],
  },
  {
    name: 'every relative link in the docs leads somewhere',
    violations: deadLinks,
    planted: [{ 'docs/a.md': '[b](b.md)' }, { 'docs/adr/a.md': '[b](../b.md#c)' }],
  },
  {
    name: 'the lock names the optional packages of every platform (bin/complete-lock.mjs adds them)',
    violations: missingPlatforms,
    planted: [
      {
        'package-lock.json':
          '{"packages":{"":{},"node_modules/a":{"optionalDependencies":{"a-darwin-arm64":"1.0.0"}}}}',
      },
    ],
  },
];

interface Lists {
  readonly what: readonly string[];
  readonly listed: readonly string[];
  readonly in: string;
}

function differences({ what, listed, in: place }: Lists): string[] {
  return [
    ...what.filter((name) => !listed.includes(name)).map((name) => `${name} is not in ${place}`),
    ...listed
      .filter((name) => !what.includes(name))
      .map((name) => `${place} lists ${name}, which does not exist`),
  ];
}

/** What stands in backticks in the first cell of each row of the tables of a page. */
function firstCells(markdown: string): string[] {
  return [...markdown.matchAll(/^\| `(\w+)`/gm)].map(([, cell = '']) => cell);
}

function incompleteOperations(project: Project): string[] {
  const files = project.production.map(({ path }) => path).filter((path) => path.startsWith(OPERATIONS));
  const untested = files.filter((path) => !project.has(path.replace(/\.ts$/, '.spec.ts')));
  if (!project.has('README.md')) return untested.map((path) => `${path} has no spec`);
  const what = files.map((path) => pascalCase(path.slice(OPERATIONS.length, -'.ts'.length)));
  const listed = firstCells(project.textOf('README.md')).filter((cell) => /^[A-Z][a-z]/.test(cell));
  return [
    ...untested.map((path) => `${path} has no spec`),
    ...differences({ what, listed, in: 'README.md' }),
  ];
}

function pascalCase(kebab: string): string {
  return kebab.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

function operationsIn(serviceModel: string): string[] {
  const [, table = ''] = /\n {2}operations: \{([^]*?)\n {2}\},/.exec(`\n${serviceModel}`) ?? [];
  return [...table.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name);
}

/** The keys of the table of errors. */
function codesIn(text: string): string[] {
  const [, table = ''] = /const ERRORS = \{([^]*?)\n\} as const/.exec(text) ?? [];
  return [...table.matchAll(/^ {2}(\w+):/gm)].map(([, code = '']) => code);
}

/** Key in the program → name in the environment. */
function settingsIn(project: Project): ReadonlyMap<string, string> {
  const rows = project.textOf(SETTINGS).matchAll(/^ {2}(\w+): \w+\(\{\n\s+name: '(\w+)'/gm);
  return new Map([...rows].map(([, key = '', name = '']) => [key, name]));
}

function unknownSettings(project: Project): string[] {
  const known = new Set(settingsIn(project).values());
  const pages = project.texts.filter(
    ({ path }) => !/^test\/|\.spec\.ts$|^CHANGELOG\.md$|^package-lock\.json$/.test(path),
  );
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bSHARDWELL_[A-Z]\w*/g)]
      .filter(([name]) => !name.startsWith('SHARDWELL_TEST_') && !known.has(name))
      .map(([name]) => `${path} names ${name}`),
  );
}

function unreadSettings(project: Project): string[] {
  const readers = project.production.filter(({ path }) => path !== SETTINGS).map(({ text }) => text);
  return [...settingsIn(project)]
    .filter(([key]) => !readers.some((text) => new RegExp(`\\b${key}\\b`).test(text)))
    .map(([, name]) => `nobody reads ${name}`);
}

function deadFiles(project: Project): string[] {
  const production = project.sources.filter(({ path }) => !isTest(path));
  const entries = production.filter(({ path }) => /\/(main|index)\.ts$|\.module\.ts$/.test(path));
  const tests = project.sources.filter(({ path }) => /\.spec\.ts$|^bench\/|\/evaluation\//.test(path));
  const used = reachable(entries, new Map(production.map((file) => [file.path, file])));
  const tested = reachable(tests, new Map(project.sources.map((file) => [file.path, file])));
  return project.sources
    .filter(({ path }) => !(isTest(path) ? tested : used).has(path))
    .map(({ path }) => `${path} is used by nobody`);
}

function reachable(from: readonly SourceFile[], files: ReadonlyMap<string, SourceFile>): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    waiting.push(...file.imports.flatMap(({ target = '' }) => files.get(target) ?? []));
  }
  return seen;
}

/** Values; types stand there for the signatures that name them. The consumer is a library for customers. */
function unwantedExports({ sources, texts }: Project): string[] {
  const commands = texts.filter(({ path }) => path.startsWith('bin/')).map(({ text }) => text);
  return sources.flatMap((index) => {
    const [, lib] = /^libs\/(?!consumer\/)([^/]+)\/src\/index\.ts$/.exec(index.path) ?? [];
    if (lib === undefined) return [];
    const outside = sources.filter(({ path }) => !path.startsWith(`libs/${lib}/`));
    const taken = new Set(outside.flatMap((file) => namesFrom(`#lib/${lib}`, file)));
    return valuesGivenBy(index)
      .filter((name) => !taken.has(name) && !commands.some((text) => text.includes(name)))
      .map((name) => `${index.path} gives away ${name}, which nobody takes`);
  });
}

function valuesGivenBy({ tree }: SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    return exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
  });
}

/** The names, types too, that a file imports by a specifier. */
function namesFrom(specifier: string, { tree }: SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const { moduleSpecifier, importClause } = statement;
    const names = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== specifier) return [];
    if (names === undefined || !ts.isNamedImports(names)) return [];
    return names.elements.map(({ name, propertyName = name }) => propertyName.text);
  });
}

function roomsOf(project: Project, kind: string): string[] {
  const rooms = project.sources.map(({ path }) => path.split('/').slice(0, 2).join('/'));
  return [...new Set(rooms)].filter((room) => room.startsWith(`${kind}/`));
}

function deadLinks(project: Project): string[] {
  const paths = project.texts.map(({ path }) => path);
  return project.texts
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)(#[^)]*)?\)/g)]
        .map(([, link = '']) => new URL(link, `file:///${path}`).pathname.slice(1))
        .filter(
          (target) =>
            !paths.some((known) => known === target || known.startsWith(`${target.replace(/\/$/, '')}/`)),
        )
        .map((target) => `${path} links to ${target}`),
    );
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

/** A lock made on one platform may lack the native packages of the others: `npm ci` and macOS then fail. */
function missingPlatforms(project: Project): string[] {
  const { packages } = JSON.parse(project.textOf('package-lock.json') || '{"packages":{}}') as Lock;
  const names = new Set(
    Object.keys(packages).map((path) =>
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    ),
  );
  return Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !names.has(name));
}
