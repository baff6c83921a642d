// Who may import whom: the table of ARCHITECTURE §2.
import { isTest, type Import, type Project, type SourceFile } from './project.js';
import type { Rule } from './rule.js';

interface Allowed {
  readonly libs: readonly string[];
  /** Libs of which only types may be imported. */
  readonly types?: readonly string[];
  /** Of Node; everything where it is not said. */
  readonly node?: readonly string[];
  readonly packages?: RegExp;
}

const LIBS: Readonly<Record<string, Allowed>> = {
  kinesis: { libs: [], node: ['node:crypto'], packages: /^$/ },
  actor: { libs: [], node: [], packages: /^$/ },
  ports: { libs: ['kinesis'], node: ['node:zlib'], packages: /^$/ },
  redis: { libs: ['kinesis', 'ports'], packages: /^ioredis$/ },
  shard: { libs: ['kinesis', 'actor', 'ports'], packages: /^$/ },
  wire: {
    libs: ['kinesis', 'ports'],
    packages: /^(@grpc\/.*|grpc-health-check|cbor-x|@nestjs\/microservices)$/,
  },
  consumer: { libs: ['kinesis', 'ports', 'wire'], packages: /^(ioredis|pg)$/ },
  bootstrap: { libs: [] },
};

const EVERY_LIB = Object.keys(LIBS);
const BROKER: Allowed = { libs: EVERY_LIB };
/** A customer's view: what an app sees that is not named below. */
const DOMAIN: Allowed = { libs: ['consumer', 'bootstrap'], types: ['kinesis'] };
const APPS: Readonly<Record<string, Allowed>> = {
  gateway: BROKER,
  'shard-host': BROKER,
  coordinator: BROKER,
  resharder: BROKER,
  console: BROKER,
  cli: { libs: ['kinesis', 'wire', 'consumer', 'bootstrap'] },
  'all-in-one': { libs: ['bootstrap', 'ports', 'redis'] },
};

const ROLE = /\.(module|controller|route|processor|guard|filter)\.ts$/;

/** Packages that have a home, and where that is. */
const HOMES: readonly { readonly what: RegExp; readonly home: RegExp }[] = [
  { what: /^@nestjs\//, home: new RegExp(`${ROLE.source}|/main\\.ts$|^libs/bootstrap/`) },
  { what: /^ioredis$/, home: /^libs\/redis\/|^libs\/consumer\/src\/stores\/redis-/ },
  { what: /^pg$/, home: /^libs\/consumer\/src\/stores\/postgres-/ },
  { what: /^(@grpc\/|grpc-health-check$|cbor-x$)/, home: /^libs\/wire\// },
  { what: /^(bullmq|@nestjs\/bullmq|@bull-board\/)/, home: /^apps\/(resharder|console)\/|\.processor\.ts$/ },
];

export const IMPORT_RULES: readonly Rule[] = [
  {
    name: 'libs and apps import only what the import table allows',
    violations: (project) => everyImport(project.production, isOutsideTable),
    planted: [
      { 'libs/kinesis/src/stream.ts': "import { Clock } from '#lib/ports';" },
      { 'libs/kinesis/src/stream.ts': "import { readFileSync } from 'node:fs';" },
      { 'libs/shard/src/shard.ts': "import { z } from 'zod';" },
      { 'libs/redis/src/log.ts': "import type { ShardActor } from '#lib/shard';" },
      { 'apps/fraud-detection/src/fraud.ts': "import { KinesisError } from '#lib/kinesis';" },
      { 'apps/log-analysis/src/lines.ts': "import { RedisShardLog } from '#lib/redis';" },
      { 'apps/cli/src/put.ts': "import { ShardRouter } from '#lib/shard';" },
    ],
  },
  {
    name: 'only all-in-one imports other apps, and of them only the modules',
    violations: (project) => everyImport(project.production, isForeignApp),
    planted: [
      {
        'apps/gateway/src/put.ts':
          "import { ShardHostModule } from '../../shard-host/src/shard-host.module.js';",
      },
      {
        'apps/all-in-one/src/start.ts':
          "import { putRecord } from '../../gateway/src/operations/put-record.js';",
      },
    ],
  },
  {
    name: 'libs are imported by their alias, and nobody imports an index from inside its own lib',
    violations: (project) => everyImport(project.production, isWrongDoor),
    planted: [
      { 'apps/gateway/src/put.ts': "import { Stream } from '../../../libs/kinesis/src/stream.js';" },
      { 'libs/kinesis/src/stream.ts': "import { Shard } from './index.js';" },
      { 'libs/kinesis/src/deep/stream.ts': "import { Shard } from '#lib/kinesis';" },
    ],
  },
  {
    name: 'Nest, Redis, gRPC, PostgreSQL and BullMQ are imported only where they are at home',
    violations: (project) => everyImport(project.production, isAwayFromHome),
    planted: [
      { 'apps/gateway/src/authorise.ts': "import { Injectable } from '@nestjs/common';" },
      { 'apps/all-in-one/src/ping.ts': "import { Redis } from 'ioredis';" },
      { 'apps/gateway/src/producer.controller.ts': "import { status } from '@grpc/grpc-js';" },
      { 'apps/recommendations/src/jobs.ts': "import { Queue } from 'bullmq';" },
    ],
  },
  {
    name: 'no file imports itself by way of others',
    violations: cycles,
    planted: [
      {
        'libs/shard/src/a.ts': "import { b } from './b.js';",
        'libs/shard/src/b.ts': "export { c } from './c.js';",
        'libs/shard/src/c.ts': "import type { A } from './a.js';",
      },
    ],
  },
  {
    name: 'what a relative import names is there',
    violations: (project) =>
      everyImport(project.sources, (_, { target }) => !!target?.endsWith('.ts') && !project.has(target)),
    planted: [{ 'libs/shard/src/a.ts': "import { b } from './gone.js';" }],
  },
];

function everyImport(
  files: readonly SourceFile[],
  isWrong: (file: SourceFile, used: Import) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((used) => isWrong(file, used))
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );
}

/** `libs/kinesis/src/stream.ts` → `['libs', 'kinesis']`. */
function roomOf(path: string): readonly [kind: string, name: string] {
  const [kind = '', name = ''] = path.split('/');
  return [kind, name];
}

function isOutsideTable({ path }: SourceFile, { specifier, target, isTypeOnly }: Import): boolean {
  const [kind, name] = roomOf(path);
  const allowed = kind === 'libs' ? LIBS[name] : (APPS[name] ?? DOMAIN);
  if (allowed === undefined) return true;
  if (specifier.startsWith('node:')) return allowed.node !== undefined && !allowed.node.includes(specifier);
  if (target === undefined) return allowed.packages !== undefined && !allowed.packages.test(specifier);
  const [targetKind, lib] = roomOf(target);
  const isAllowed = allowed.libs.includes(lib) || (isTypeOnly && allowed.types?.includes(lib) === true);
  return targetKind === 'libs' && !(kind === 'libs' && lib === name) && !isAllowed;
}

function isForeignApp({ path }: SourceFile, { target = '' }: Import): boolean {
  const [, name] = roomOf(path);
  const [targetKind, targetName] = roomOf(target);
  const isOwn = path.startsWith('apps/') && targetName === name;
  return targetKind === 'apps' && !isOwn && !(name === 'all-in-one' && target.endsWith('.module.ts'));
}

function isWrongDoor({ path }: SourceFile, { specifier, target = '' }: Import): boolean {
  const [kind, name] = roomOf(path);
  const [targetKind, lib] = roomOf(target);
  if (targetKind !== 'libs') return false;
  const isInside = kind === 'libs' && lib === name;
  return isInside ? target.endsWith('/src/index.ts') : !specifier.startsWith('#lib/');
}

function isAwayFromHome({ path }: SourceFile, { specifier }: Import): boolean {
  return HOMES.some(({ what, home }) => what.test(specifier) && !home.test(path));
}

/** Depth first; an import of a file that is still being visited closes a circle. */
function cycles(project: Project): string[] {
  const files = new Map(project.sources.filter(({ path }) => !isTest(path)).map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (way.includes(path) || done.has(path)) return;
    for (const { target } of files.get(path)?.imports ?? [])
      if (target !== undefined) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return found;
}
