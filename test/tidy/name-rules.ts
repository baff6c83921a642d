// Names: what a file is called, and what nothing is called.
import ts from 'typescript';
import { EXCEPTIONS, exceptionsOf } from './exceptions.js';
import { isGenerated, type SourceFile } from './project.js';
import type { Rule } from './rule.js';

/** Names that say nothing about what a thing is. */
const EMPTY_FOLDER = /(^|\/)(utils?|common|helpers?|scripts?|misc|shared|services?|managers?)\//;
const EMPTY_FILE = /[-./](utils?|common|helpers?|misc|services?|managers?)\.ts$/;
const SUFFIX = /\.(module|controller|route|processor|guard|filter|lua|generated|contract|d)$/;

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
    violations: (project) => {
      const { namedByNoun } = exceptionsOf(project);
      return misnamed(project.production).filter((path) => !namedByNoun.includes(path));
    },
    planted: [
      { 'libs/shard/src/shard-actor.ts': 'export class Owner {}' },
      { 'apps/gateway/src/gateway.module.ts': 'export class GatewayApp {}' },
    ],
  },
  {
    name: 'every file that may be named otherwise needs to',
    violations: (project) => {
      const needed = misnamed(project.production);
      return exceptionsOf(project).namedByNoun.filter((path) => !needed.includes(path));
    },
    planted: [
      {
        [EXCEPTIONS]: '{"namedByNoun":["libs/ports/src/tokens.ts"],"longFiles":{}}',
        'libs/ports/src/tokens.ts': 'export class Tokens {}',
      },
    ],
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

function misnamed(files: readonly SourceFile[]): string[] {
  return files.filter((file) => !isNamedByExport(file)).map(({ path }) => path);
}

/** Some export has every word of the file's name, whatever their endings: `limits.ts` may export `LIMIT_OF`. */
function isNamedByExport({ path, tree }: SourceFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
  const isExempt =
    ['index', 'main'].includes(name) || isGenerated(path) || /\.lua\.ts$|^libs\/kinesis\//.test(path);
  const words = name.split(/[-.]/).map(stem);
  return (
    isExempt || exportsOf(tree).some((exported) => words.every((word) => letters(exported).includes(word)))
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

/** `DEFAULT_MAILBOX` → defaultmailbox. */
function letters(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

function stem(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/s$/, '')
    .replace(/(ed|ing|er|or|e)$/, '');
}
