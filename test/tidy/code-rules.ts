// What stands in the code: a pure core, strict types, nothing half done.
import ts from 'typescript';
import { nodesOf, placeOf, type Project, type SourceFile } from './project.js';
import type { Rule } from './rule.js';

const CORE = /^libs\/(kinesis|actor|ports|shard)\//;

/** Clock, chance, timers and environment: the core gets them passed in. */
const IMPURE = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.env',
  'process.hrtime',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const CHANCE = /^random|^getRandomValues$|^webcrypto$/;

/** Where the event loop's timers are made into the ones that are passed in. */
const SOURCE_OF_TIMERS = /^libs\/shard\/src\/event-loop-timers\.ts$/;

export const CODE_RULES: readonly Rule[] = [
  {
    name: 'the core reads no clock, no chance, no timer and no environment',
    violations: (project) =>
      everyNode(
        project.production.filter(({ path }) => CORE.test(path) && !SOURCE_OF_TIMERS.test(path)),
        isImpure,
      ),
    planted: [
      { 'libs/kinesis/src/a.ts': 'const now = Date.now();' },
      { 'libs/kinesis/src/a.ts': 'const now = new Date();' },
      { 'libs/shard/src/a.ts': 'const chance = options.random ?? Math.random;' },
      { 'libs/actor/src/a.ts': 'setTimeout(wake, 10);' },
      { 'libs/ports/src/a.ts': "const level = process.env['LEVEL'];" },
      { 'libs/kinesis/src/a.ts': "import { randomBytes } from 'node:crypto';" },
    ],
  },
  {
    name: 'nothing is of type any, and nothing is claimed to be there by an exclamation mark',
    violations: (project) => everyNode(project.sources, isUntyped),
    planted: [
      { 'libs/shard/src/a.ts': 'const a: any = 1;' },
      { 'libs/shard/src/a.ts': 'const a = b as any;' },
      { 'libs/shard/src/a.spec.ts': 'const a = b!.c;' },
    ],
  },
  {
    name: 'the compiler is not silenced',
    violations: (project) =>
      everyLine(project.sources, /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable/),
    planted: [{ 'libs/shard/src/a.ts': '// @ts-expect-error: later\nconst a: string = 1;' }],
  },
  {
    name: 'libs and apps write no line of their own to the console',
    violations: (project) =>
      everyNode(project.production, (node) => isMember(node, (name) => name.startsWith('console.'))),
    planted: [{ 'libs/shard/src/a.ts': "console.log('here');" }],
  },
  {
    name: 'nothing is left to do without its issue',
    violations: (project) => everyLine(project.sources, /\b(TODO|FIXME|XXX)\b(?!.*#\d)/),
    planted: [{ 'libs/shard/src/a.ts': '// TODO: finish' }],
  },
  {
    name: 'every test runs, and none alone',
    violations: (project) =>
      everyLine(project.sources, /\b(it|test|describe)\.(only|skip|todo)\b|\b[fx](it|describe)\(/),
    planted: [{ 'libs/shard/src/a.spec.ts': "it.skip('later', () => undefined);" }],
  },
  {
    name: 'tests do not sleep',
    violations: (project) =>
      everyLine(
        project.sources.filter(({ path }) => path.endsWith('.spec.ts')),
        /await (delay|sleep|setTimeout)\(\d/,
      ),
    planted: [{ 'libs/shard/src/a.spec.ts': 'await delay(100);' }],
  },
  {
    name: 'modules export names, one by one',
    violations: (project) => everyNode(project.sources, isNameless),
    planted: [
      { 'libs/shard/src/index.ts': "export * from './a.js';" },
      { 'libs/shard/src/a.ts': 'export default class A {}' },
    ],
  },
  {
    name: 'members of the interfaces that a lib gives away cannot be written to',
    violations: (project) =>
      project.production.flatMap((file) =>
        everyNode([file], (node) => isWritableMember(node, givenAway(file, project))),
      ),
    planted: [
      {
        'libs/shard/src/index.ts': "export { type A } from './a.js';",
        'libs/shard/src/a.ts': 'export interface A { name: string }',
      },
    ],
  },
];

function everyNode(files: readonly SourceFile[], isWrong: (node: ts.Node) => boolean): string[] {
  return files.flatMap((file) =>
    [...nodesOf(file.tree)]
      .filter(isWrong)
      .map((node) => `${placeOf(node, file)} ${node.getText().slice(0, 60)}`),
  );
}

/** The tidy rules themselves name what they forbid. */
function everyLine(files: Project['sources'], wrong: RegExp): string[] {
  return files
    .filter(({ path }) => !path.startsWith('test/tidy/'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (wrong.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    );
}

function isMember(node: ts.Node, isWrong: (name: string) => boolean): boolean {
  return ts.isPropertyAccessExpression(node) && isWrong(`${node.expression.getText()}.${node.name.text}`);
}

function isImpure(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return TIMERS.has(node.expression.getText());
  if (ts.isNewExpression(node))
    return node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
  if (ts.isImportSpecifier(node))
    return CHANCE.test((node.propertyName ?? node.name).text) && isFromNode(node);
  return isMember(node, (name) => IMPURE.has(name));
}

function isFromNode(node: ts.ImportSpecifier): boolean {
  const { moduleSpecifier } = node.parent.parent.parent;
  return ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith('node:');
}

function isUntyped(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node);
}

function isNameless(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.exportClause === undefined;
  return node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isCaseOrDefaultClause(node.parent);
}

/** The names that the index of the file's lib exports. */
function givenAway({ path }: SourceFile, project: Project): ReadonlySet<string> {
  const [, lib] = /^(libs\/[^/]+)\//.exec(path) ?? [];
  return new Set(lib === undefined ? [] : project.textOf(`${lib}/src/index.ts`).match(/\w+/g));
}

function isWritableMember(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (!ts.isPropertySignature(node) || !ts.isInterfaceDeclaration(node.parent)) return false;
  const isReadonly = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) === true;
  return names.has(node.parent.name.text) && !isReadonly;
}
