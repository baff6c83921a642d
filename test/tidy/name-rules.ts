// Names: what a file is called, and what nothing is called.
import ts from 'typescript';
import { isGenerated, isTest, type Project, type SourceFile } from './project.js';
import type { Rule } from './rule.js';

/** Names that say nothing about what a thing is. */
const EMPTY_FOLDER = /(^|\/)(utils?|common|helpers?|scripts?|misc|shared|services?|managers?)\//;
const EMPTY_FILE = /[-./](utils?|common|helpers?|misc|services?|managers?)\.ts$/;
const SUFFIX = /\.(module|controller|route|processor|guard|filter|lua|generated|contract|d)$/;

/**
 * Files that are named by their noun, of which their exports are parts. The glossary in libs/kinesis is such by its nature.
 * The list only shrinks: a file that no longer needs to stand here must be taken off it.
 */
export const NAMED_BY_NOUN = new Set([
  'apps/cli/src/partition-key.ts',
  'apps/gateway/src/operation-table.ts',
  'apps/gateway/src/record-placement.ts',
  'apps/gateway/src/storage-failure.ts',
  'apps/log-analysis/src/log-timestamp.ts',
  'apps/log-analysis/src/log-tokens.ts',
  'apps/log-analysis/src/templates-schema.ts',
  'libs/actor/src/supervisor.ts',
  'libs/consumer/src/shard-lineage.ts',
  'libs/consumer/src/stream-shards.ts',
  'libs/ports/src/tokens.ts',
  'libs/redis/src/redis-info.ts',
  'libs/redis/src/redis-installation.ts',
  'libs/redis/src/redis-requirements.ts',
  'libs/shard/src/account-snapshot.ts',
  'libs/wire/src/coral-types.ts',
  'libs/wire/src/grpc/producer-messages.ts',
]);

export const NAME_RULES: readonly Rule[] = [
  {
    name: 'no file and no folder has a name that says nothing',
    violations: (project) =>
      project.sources
        .map(({ path }) => path)
        .filter((path) => EMPTY_FOLDER.test(path) || EMPTY_FILE.test(path)),
    planted: [
      { 'libs/shard/src/utils/time.ts': '' },
      { 'libs/shard/src/shard-helpers.ts': '' },
      { 'apps/gateway/src/stream.service.ts': '' },
      { 'apps/console/src/shard-manager.ts': '' },
    ],
  },
  {
    name: 'files are written in kebab-case, and a second dot means a role that is known',
    violations: (project) => project.sources.map(({ path }) => path).filter((path) => !isWellFormed(path)),
    planted: [
      { 'libs/shard/src/ShardActor.ts': '' },
      { 'libs/shard/src/shard_actor.ts': '' },
      { 'libs/shard/src/shard.old.ts': '' },
    ],
  },
  {
    name: 'a file is named as what it exports',
    violations: (project) =>
      project.production
        .filter((file) => !NAMED_BY_NOUN.has(file.path) && !isNamedByExport(file))
        .map(({ path }) => path),
    planted: [
      { 'libs/shard/src/shard-actor.ts': 'export class Owner {}' },
      { 'apps/gateway/src/gateway.module.ts': 'export class GatewayApp {}' },
    ],
  },
  {
    name: 'the list of files named by their noun has no entry too many',
    violations: (project) => staleNames(project),
    planted: [{ 'libs/ports/src/tokens.ts': 'export class Tokens {}' }],
  },
  {
    name: 'keys of Redis are named in one file, and Lua stands in files of its own',
    violations: (project) =>
      project.production.flatMap(({ path, text }) => [
        ...(/['"`]sw:/.test(text) && path !== 'libs/redis/src/redis-keys.ts' ? [`${path} names a key`] : []),
        ...(/\bredis\.p?call\(/.test(text) && !path.endsWith('.lua.ts') ? [`${path} holds Lua`] : []),
      ]),
    planted: [
      { 'libs/redis/src/log.ts': 'const key = `sw:{${uid}}:log`;' },
      { 'libs/redis/src/log.ts': "const script = `redis.call('XADD')`;" },
    ],
  },
];

function isWellFormed(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(\.spec)?\.ts$/, '');
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name.replace(SUFFIX, ''));
}

/** Some export has every word of the file's name, whatever their endings: `limits.ts` may export `LIMIT_OF`. */
function isNamedByExport({ path, tree }: SourceFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
  const isExempt =
    ['index', 'main'].includes(name) || isGenerated(path) || /\.lua\.ts$|^libs\/kinesis\//.test(path);
  const words = name.split(/[-.]/).map(stem);
  return (
    isExempt || exportsOf(tree).some((exported) => words.every((word) => wordsOf(exported).includes(word)))
  );
}

function exportsOf(tree: ts.SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    if (!isExported(statement)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
    return name === undefined ? [] : [name.text];
  });
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** `ShardLog` → shard, log; `DEFAULT_MAILBOX` → default, mailbox. */
function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return spaced.toLowerCase().split(/[ _]/).map(stem);
}

function stem(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/s$/, '')
    .replace(/(ed|ing|er|or|e)$/, '');
}

function staleNames(project: Project): string[] {
  const present = project.sources.filter(({ path }) => NAMED_BY_NOUN.has(path) && !isTest(path));
  return present.filter(isNamedByExport).map(({ path }) => path);
}
